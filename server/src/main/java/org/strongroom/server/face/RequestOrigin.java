package org.strongroom.server.face;

import io.javalin.http.Context;
import java.util.Optional;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.face.connection.Sources;
import org.strongroom.server.face.connection.WatchedEndPoint;

/** Ties requests to the connections and addresses they come from. */
final class RequestOrigin {
  private final Sources sources;

  RequestOrigin(Sources sources) {
    this.sources = sources;
  }

  void begin(Context ctx) {
    Optional<WatchedEndPoint> endPoint = WatchedEndPoint.of(ctx.req());
    endPoint.ifPresent(WatchedEndPoint::requestBegan);
    String source = sources.of(ctx.req().getRemoteAddr(), ctx.header("X-Forwarded-For"));
    new Origin(
            source,
            RequestIds.of(ctx),
            () -> endPoint.map(WatchedEndPoint::clientGone).orElse(false))
        .bind();
  }

  void end(Context ctx) {
    Origin.unbind();
    WatchedEndPoint.of(ctx.req()).ifPresent(WatchedEndPoint::requestEnded);
  }
}
