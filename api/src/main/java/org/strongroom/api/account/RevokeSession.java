package org.strongroom.api.account;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Ends a session that somebody else may hold. */
@Operation(
    summary =
        "Ends an open session by what it is called in the list of them: one's own, an administrator"
            + " anybody's.",
    method = HttpMethod.DELETE,
    path = "/sessions/{uuid}",
    access = Access.ACCOUNT,
    since = "1.0",
    command = "session revoke")
public record RevokeSession(
    @Parameter(
            value = "the session, as QuerySession calls it",
            required = true,
            named = ResourceType.SESSION)
        String uuid)
    implements Request<EmptyReply> {}
