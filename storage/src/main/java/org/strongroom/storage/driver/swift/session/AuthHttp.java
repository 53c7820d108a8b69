package org.strongroom.storage.driver.swift.session;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.HttpBody;
import org.strongroom.storage.source.HttpCall;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls to an identity service. Secrets go to the address that was given and nowhere else. */
public final class AuthHttp {
  private static final int LONGEST = 4 << 20;
  public static final JsonMapper JSON = new JsonMapper();

  private final GuardedHttp http;
  private final SwiftTimeouts timeouts;

  public AuthHttp(GuardedHttp http, SwiftTimeouts timeouts) {
    this.http = http;
    this.timeouts = timeouts;
  }

  SwiftAnswer get(URI uri, Map<String, String> headers) throws StorageException {
    return send(HttpCall.get(uri, headers));
  }

  SwiftAnswer postJson(URI uri, JsonNode body) throws StorageException {
    return send(
        new HttpCall(
            "POST",
            uri,
            Map.of("Content-Type", "application/json", "Accept", "application/json"),
            Optional.of(HttpBody.of(body.toString()))));
  }

  private SwiftAnswer send(HttpCall call) throws StorageException {
    try (WatchedCall watched = WatchedCall.send(http, call, timeouts.idle(), timeouts.call())) {
      return watched.answer(LONGEST);
    } catch (IOException e) {
      throw SwiftFailures.unreachable(call.uri().toString(), e);
    }
  }

  /** What an identity service says by a status that is no success. */
  static StorageException refused(URI uri, SwiftAnswer answer) {
    Reason reason =
        switch (answer.status()) {
          case 400, 401, 403 -> Reason.CREDENTIALS_REJECTED;
          case 429, 498 -> Reason.UNREACHABLE;
          default -> answer.status() >= 500 ? Reason.UNREACHABLE : Reason.FAILED;
        };
    String hint =
        answer.status() / 100 == 3
            ? "; it sends callers elsewhere, where no password goes: name that address as the"
                + " authUrl"
            : "";
    return new StorageException(
        reason, "no token from %s: it answers %s%s".formatted(uri, answer.told(), hint));
  }

  static JsonNode json(URI uri, SwiftAnswer answer) throws StorageException {
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new StorageException(Reason.FAILED, uri + " answers no JSON", e);
    }
  }
}
