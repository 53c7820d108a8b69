package org.strongroom.server.face;

import io.javalin.http.Context;
import java.util.UUID;

/**
 * The id under which logs, events and audit know an HTTP request; answered as {@code X-Request-Id}.
 */
public final class RequestIds {
  private static final String ATTRIBUTE = "strongroom.request";

  private RequestIds() {}

  static String assign(Context ctx) {
    String id = "req-" + UUID.randomUUID();
    ctx.attribute(ATTRIBUTE, id);
    ctx.header("X-Request-Id", id);
    return id;
  }

  public static String of(Context ctx) {
    String id = ctx.attribute(ATTRIBUTE);
    return id == null ? assign(ctx) : id;
  }
}
