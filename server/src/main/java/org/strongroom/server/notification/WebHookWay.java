package org.strongroom.server.notification;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.strongroom.server.notification.Outbox.Claimed;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.HttpCall;
import org.strongroom.storage.source.HttpReply;

/**
 * A POST of JSON. {@code X-Strongroom-Signature} is HMAC-SHA256 over the header {@code
 * X-Strongroom-Timestamp}, a dot and the body; {@code X-Strongroom-Delivery} is the same if it
 * comes twice.
 */
final class WebHookWay implements Way<Target.WebHook> {
  private final GuardedHttp http;
  private final UnaryOperator<String> bodies;
  private final InstantSource clock;

  /**
   * Calls through the rules for addresses.
   *
   * @param bodies tells the JSON of a delivery by its uuid
   */
  WebHookWay(GuardedHttp http, UnaryOperator<String> bodies, InstantSource clock) {
    this.http = http;
    this.bodies = bodies;
    this.clock = clock;
  }

  @Override
  public void tell(Target.WebHook target, Claimed message, Consumer<Runnable> sending)
      throws IOException {
    String body = bodies.apply(message.uuid());
    String timestamp = String.valueOf(clock.instant().getEpochSecond());
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Strongroom-Delivery", message.uuid());
    headers.put("X-Strongroom-Timestamp", timestamp);
    if (target.key() != null) {
      headers.put(
          "X-Strongroom-Signature", "sha256=" + signature(target.key(), timestamp + "." + body));
    }
    HttpCall call = HttpCall.postJson(URI.create(target.url()), headers, body);
    try (HttpReply reply = http.send(call, sending)) {
      if (reply.status() / 100 != 2) {
        throw new IOException("it answered " + reply.status());
      }
    }
  }

  static String signature(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
