package org.strongroom.server.face.identity;

import io.javalin.http.Context;
import java.util.Optional;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.identity.ProjectRef;
import org.strongroom.server.identity.Token;
import org.strongroom.server.identity.Tokens;
import org.strongroom.server.identity.UnauthorizedException;

/** Who makes a request, by its token. */
record Bearer(Token token) {

  /**
   * The bearer of the token in {@code X-Auth-Token}.
   *
   * @throws UnauthorizedException if there is none that is valid
   */
  static Bearer of(Context ctx, Tokens tokens) {
    return Optional.ofNullable(ctx.header("X-Auth-Token"))
        .flatMap(tokens::find)
        .map(Bearer::new)
        .orElseThrow(UnauthorizedException::new);
  }

  /** Whether it may see all users and projects: an administrator of the project {@code admin}. */
  boolean administrator() {
    return token.roles().contains(Token.ADMIN)
        && token.project().map(ProjectRef::uuid).equals(Optional.of(Caller.ADMIN_PROJECT));
  }

  boolean is(String userId) {
    return token.userId().equals(userId);
  }

  /** With the sight that it has over users and projects, whatever project the token is for. */
  Caller caller() {
    return new Caller(token.userId(), token.userName(), administrator());
  }

  /**
   * Refuses others than administrators.
   *
   * @param operation named in the refusal
   */
  void requireAdministrator(String operation) {
    if (!administrator()) {
      throw IdentityException.forbidden(operation);
    }
  }

  /** Refuses others than administrators and the user itself. */
  void requireAdministratorOr(String userId, String operation) {
    if (!is(userId)) {
      requireAdministrator(operation);
    }
  }
}
