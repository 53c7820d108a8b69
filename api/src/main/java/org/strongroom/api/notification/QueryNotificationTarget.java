package org.strongroom.api.notification;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.NotificationTargetInventory;

/** Finds who is told. */
@Operation(
    summary = "Finds who is told when something needs a hand.",
    method = HttpMethod.GET,
    path = {"/notification-targets", "/notification-targets/{uuid}"},
    mode = Mode.SYNC,
    since = "1.0",
    command = "notification list")
public record QueryNotificationTarget(Query query)
    implements Request<QueryReply<NotificationTargetInventory>> {}
