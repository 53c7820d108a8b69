package org.strongroom.server.face;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Optional;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.face.connection.Sources;
import org.strongroom.server.face.connection.WatchedEndPoint;

/** Ties requests to the connections and addresses they come from. */
final class RequestOrigin {
  private static final String ORIGIN = "request.origin";
  private static final String CLIENT = "request.client";

  private final Sources sources;
  private final SessionWatch sessions;

  RequestOrigin(Sources sources, SessionWatch sessions) {
    this.sources = sources;
    this.sessions = sessions;
  }

  void begin(Context ctx) {
    Optional<WatchedEndPoint> endPoint = WatchedEndPoint.of(ctx.req());
    endPoint.ifPresent(WatchedEndPoint::requestBegan);
    String remote = ctx.req().getRemoteAddr();
    String forwardedFor = ctx.header("X-Forwarded-For");
    String source = sources.of(remote, forwardedFor);
    ctx.attribute(CLIENT, sources.client(remote, forwardedFor));
    Origin origin =
        new Origin(
            source,
            RequestIds.of(ctx),
            () -> endPoint.map(WatchedEndPoint::clientGone).orElse(false));
    origin.bind();
    ctx.attribute(ORIGIN, origin);
    endPoint.ifPresent(connection -> sessions.begin(origin, connection::close));
  }

  /** The address of the client itself, as trusted proxies tell it; empty if it is none. */
  static Optional<InetAddress> client(Context ctx) {
    Optional<InetAddress> client = ctx.attribute(CLIENT);
    return client == null ? Optional.empty() : client;
  }

  void end(Context ctx) {
    Origin.unbind();
    Origin origin = ctx.attribute(ORIGIN);
    if (origin != null) {
      sessions.end(origin);
    }
    WatchedEndPoint.of(ctx.req()).ifPresent(WatchedEndPoint::requestEnded);
  }
}
