package org.strongroom.api.notification;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.NotificationDeliveryInventory;

/** Finds what was told, and what could not be. */
@Operation(
    summary = "Finds what was told to whom in the last 30 days, and what could not be told.",
    method = HttpMethod.GET,
    path = {"/notification-deliveries", "/notification-deliveries/{uuid}"},
    mode = Mode.SYNC,
    since = "1.0",
    command = "notification deliveries")
public record QueryNotificationDelivery(Query query)
    implements Request<QueryReply<NotificationDeliveryInventory>> {}
