package org.strongroom.server.face;

import io.javalin.http.Context;
import java.util.Optional;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.face.connection.Sources;
import org.strongroom.server.face.connection.WatchedEndPoint;

/** Ties requests to the connections and addresses they come from. */
final class RequestOrigin {
  private static final String ORIGIN = "request.origin";

  private final Sources sources;
  private final SessionWatch sessions;

  RequestOrigin(Sources sources, SessionWatch sessions) {
    this.sources = sources;
    this.sessions = sessions;
  }

  void begin(Context ctx) {
    Optional<WatchedEndPoint> endPoint = WatchedEndPoint.of(ctx.req());
    endPoint.ifPresent(WatchedEndPoint::requestBegan);
    String source = sources.of(ctx.req().getRemoteAddr(), ctx.header("X-Forwarded-For"));
    Origin origin =
        new Origin(
            source,
            RequestIds.of(ctx),
            () -> endPoint.map(WatchedEndPoint::clientGone).orElse(false));
    origin.bind();
    ctx.attribute(ORIGIN, origin);
    endPoint.ifPresent(connection -> sessions.begin(origin, connection));
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
