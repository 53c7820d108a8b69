package org.strongroom.api.notification;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.NotificationTargetInventory;

/** Has somebody told, or not for a while. */
@Operation(
    summary = "Has somebody told again, or not for a while; what waits to be told then waits on.",
    method = HttpMethod.PUT,
    path = "/notification-targets/{uuid}/actions",
    since = "1.0",
    command = "notification change-state",
    shortcuts = {
      "notification enable stateEvent=enable",
      "notification disable stateEvent=disable"
    })
public record ChangeNotificationTargetState(
    @Parameter(value = "the target", required = true, resource = ResourceType.NOTIFICATION_TARGET)
        String uuid,
    @Parameter(
            value = "enable or disable",
            required = true,
            choices = {"enable", "disable"})
        String stateEvent)
    implements Request<InventoryReply<NotificationTargetInventory>> {}
