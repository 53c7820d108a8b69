package org.strongroom.api.account;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;

/** Finds open sessions: one's own, an administrator those of all accounts. */
@Operation(
    summary = "Finds open sessions: one's own, an administrator those of all accounts.",
    method = HttpMethod.GET,
    path = {"/sessions", "/sessions/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0",
    command = "session list")
public record QuerySession(Query query) implements Request<QueryReply<OpenSessionInventory>> {}
