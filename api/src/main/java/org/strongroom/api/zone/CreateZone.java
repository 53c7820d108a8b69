package org.strongroom.api.zone;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.ZoneInventory;

/** Creates a zone. */
@Operation(
    summary = "Creates a zone.",
    method = HttpMethod.POST,
    path = "/zones",
    messagePackage = "org.zstack.header.zone",
    command = "zone create")
public record CreateZone(
    @Parameter(value = "what to call it", required = true, maxLength = 255, positional = true)
        String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(value = "make it the default zone", defaultValue = "false") boolean isDefault,
    NewResource resource)
    implements Request<InventoryReply<ZoneInventory>> {}
