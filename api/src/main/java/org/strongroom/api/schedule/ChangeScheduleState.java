package org.strongroom.api.schedule;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ScheduleInventory;

/** Has something done by itself again, or not for a while. */
@Operation(
    summary =
        "Enables a schedule, or disables it for a while; times that pass meanwhile are not made"
            + " up for.",
    method = HttpMethod.PUT,
    path = "/schedules/{uuid}/actions",
    since = "1.0",
    command = "schedule change-state",
    shortcuts = {"schedule enable stateEvent=enable", "schedule disable stateEvent=disable"})
public record ChangeScheduleState(
    @Parameter(value = "the schedule", required = true, resource = ResourceType.SCHEDULE)
        String uuid,
    @Parameter(
            value = "enable or disable",
            required = true,
            choices = {"enable", "disable"})
        String stateEvent)
    implements Request<InventoryReply<ScheduleInventory>> {}
