package org.strongroom.server.face.zstack;

import io.javalin.http.Context;
import java.util.Optional;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.account.Sessions;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.BadRequestException;

/** Finds the caller by {@code Authorization: OAuth <session>}. */
final class SessionHeader {
  private static final String SCHEME = "OAuth ";

  private final Sessions sessions;

  SessionHeader(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * The caller; empty if the session is not valid.
   *
   * @throws BadRequestException if there is no such header at all
   */
  Optional<Caller> caller(Context ctx) {
    String header = ctx.header("Authorization");
    if (header == null) {
      throw new BadRequestException(
          "header Authorization is missing: send 'Authorization: OAuth <session uuid>' from"
              + " LogInByAccount");
    }
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new BadRequestException("header Authorization has to be 'OAuth <session uuid>'");
    }
    return sessions.caller(header.substring(SCHEME.length()).strip());
  }

  /** What the request shows as its session, valid or not. */
  static Optional<String> shown(Context ctx) {
    return Optional.ofNullable(ctx.header("Authorization"))
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip());
  }

  /**
   * The caller of a request that is no declared operation, such as sending or fetching the bytes of
   * an image.
   *
   * @throws ApiException ID.1001
   */
  Caller required(Context ctx) {
    return caller(ctx)
        .orElseThrow(() ->
            new ApiException(
                ErrorCode.INVALID_SESSION,
                "the session is missing, wrong or expired; log in with LogInByAccount"));
  }
}
