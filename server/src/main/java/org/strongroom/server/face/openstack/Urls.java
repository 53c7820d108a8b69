package org.strongroom.server.face.openstack;

import io.javalin.http.Context;

/** Where the server is, as its caller sees it. */
final class Urls {
  private Urls() {}

  /** Scheme, host and port. */
  static String of(Context ctx) {
    String host = ctx.host();
    return ctx.scheme()
        + "://"
        + (host == null ? ctx.req().getLocalAddr() + ":" + ctx.req().getLocalPort() : host);
  }
}
