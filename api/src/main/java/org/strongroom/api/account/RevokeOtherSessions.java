package org.strongroom.api.account;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Request;

/** Ends all sessions of the caller but the one that asks. */
@Operation(
    summary = "Ends all sessions of the caller's account but the one that asks for it.",
    method = HttpMethod.PUT,
    path = "/sessions/actions",
    access = Access.ACCOUNT,
    since = "1.0",
    command = "session revoke-others")
public record RevokeOtherSessions() implements Request<RevokeOtherSessions.Reply> {
  /**
   * What came of it.
   *
   * @param ended how many sessions
   */
  public record Reply(int ended) {}
}
