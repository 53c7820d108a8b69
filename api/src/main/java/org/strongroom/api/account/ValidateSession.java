package org.strongroom.api.account;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;

/** Tells whether a session is valid. */
@Operation(
    summary = "Tells whether a session is valid.",
    method = HttpMethod.GET,
    path = "/accounts/sessions/{sessionUuid}/valid",
    mode = Mode.SYNC,
    access = Access.ANONYMOUS,
    messagePackage = "org.zstack.header.identity",
    command = "session check")
public record ValidateSession(@Parameter(value = "the session", required = true) String sessionUuid)
    implements Request<ValidateSession.Reply> {
  /** Whether it is; false for a session that nobody knows. */
  public record Reply(boolean valid, boolean success) {}
}
