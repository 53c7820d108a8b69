package org.strongroom.server.face.openstack;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.face.RequestIds;

/** Writes answers with the headers that each of them carries, faults too. */
final class Faults {
  static final String UNEXPECTED =
      "The server has either erred or is incapable of performing the requested operation.";

  private static final String UNAUTHENTICATED =
      "The request you have made requires authentication.";

  private final StrictJson json;
  private final PublicUrl publicUrl;

  Faults(StrictJson json, PublicUrl publicUrl) {
    this.json = json;
    this.publicUrl = publicUrl;
  }

  /** What is known of the answer before anything else is. */
  static void begin(Context ctx) {
    ctx.header("X-Compute-Request-Id", RequestIds.of(ctx));
    ctx.header("X-Openstack-Request-Id", RequestIds.of(ctx));
    ctx.header("Vary", Microversion.HEADER + ", X-Auth-Token");
    version(ctx, Microversion.DEFAULT);
  }

  static void version(Context ctx, Microversion version) {
    ctx.header(Microversion.HEADER, "volume " + version);
  }

  void write(Context ctx, Answer answer) {
    ctx.status(answer.status());
    Object body = answer.body();
    if (body == null) {
      ctx.result("");
      return;
    }
    byte[] bytes = json.write(body);
    ctx.contentType("application/json").result(bytes);
    ctx.res().setContentLength(bytes.length); // else Jetty sends long bodies in chunks
  }

  void write(Context ctx, Fault fault) {
    if (fault.status() == 401) {
      // a token that does not count never comes further than the identity service
      ctx.header("WWW-Authenticate", "Keystone uri=\"" + publicUrl.of(ctx) + "/v3\"");
      writeAsIdentity(ctx, 401, UNAUTHENTICATED);
      return;
    }
    Map<String, Object> inside = new LinkedHashMap<>();
    inside.put("code", fault.status());
    inside.put("message", fault.text());
    fault
        .retryAfter()
        .ifPresent(seconds -> {
          inside.put("retryAfter", String.valueOf(seconds));
          ctx.header("Retry-After", String.valueOf(seconds));
        });
    write(ctx, new Answer(fault.status(), Map.of(fault.key(), inside)));
  }

  /** In the words of the identity service. */
  void writeAsIdentity(Context ctx, int status, String message) {
    Map<String, Object> inside = new LinkedHashMap<>();
    inside.put("code", status);
    inside.put("message", message);
    inside.put("title", HttpStatus.forStatus(status).getMessage());
    write(ctx, new Answer(status, Map.of("error", inside)));
  }
}
