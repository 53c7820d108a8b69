package org.strongroom.api.event;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.EventInventory;

/** Finds events: every change of a status and what else happened to resources, with its reason. */
@Operation(
    summary =
        "Finds events: every change of a status and what else happened to resources, with its reason.",
    method = HttpMethod.GET,
    path = {"/events", "/events/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0",
    command = "event list")
public record QueryEvent(Query query) implements Request<QueryReply<EventInventory>> {}
