package org.strongroom.api.zone;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ZoneInventory;

/** Changes a zone. */
@Operation(
    summary = "Changes a zone.",
    method = HttpMethod.PUT,
    path = "/zones/{uuid}/actions",
    messagePackage = "org.zstack.header.zone",
    command = "zone update")
public record UpdateZone(
    @Parameter(value = "the zone", required = true, resource = ResourceType.ZONE) String uuid,
    @Parameter(value = "what to call it", maxLength = 255) @Nullable String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter("make it the default zone or not") @Nullable Boolean isDefault)
    implements Request<InventoryReply<ZoneInventory>> {}
