package org.strongroom.api.zone;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ZoneInventory;

/** Enables or disables a zone. */
@Operation(
    summary = "Enables or disables a zone.",
    method = HttpMethod.PUT,
    path = "/zones/{uuid}/actions",
    messagePackage = "org.zstack.header.zone",
    command = "zone change-state")
public record ChangeZoneState(
    @Parameter(value = "the zone", required = true, resource = ResourceType.ZONE) String uuid,
    @Parameter(
            value = "enable or disable",
            required = true,
            choices = {"enable", "disable"})
        String stateEvent)
    implements Request<InventoryReply<ZoneInventory>> {}
