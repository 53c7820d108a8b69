package org.strongroom.api.notification;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.NotificationDeliveryInventory;

/** Tells somebody something, to see whether it arrives. */
@Operation(
    summary =
        "Tells a target something, to see whether it arrives: tried once, at once; the delivery"
            + " tells what came of it.",
    method = HttpMethod.POST,
    path = "/notification-targets/{uuid}/tests",
    since = "1.0",
    command = "notification test")
public record SendTestNotification(
    @Parameter(value = "the target", required = true, resource = ResourceType.NOTIFICATION_TARGET)
        String uuid)
    implements Request<InventoryReply<NotificationDeliveryInventory>> {}
