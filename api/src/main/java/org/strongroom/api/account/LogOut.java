package org.strongroom.api.account;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;

/** Ends a session. */
@Operation(
    summary = "Ends a session.",
    method = HttpMethod.DELETE,
    path = "/accounts/sessions/{sessionUuid}",
    mode = Mode.SYNC,
    access = Access.ANONYMOUS,
    messagePackage = "org.zstack.header.identity",
    command = "session close")
public record LogOut(@Parameter(value = "the session", required = true) String sessionUuid)
    implements Request<EmptyReply> {}
