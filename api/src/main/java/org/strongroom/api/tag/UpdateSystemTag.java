package org.strongroom.api.tag;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.SystemTagInventory;

/** Changes a system tag; it keeps its form. */
@Operation(
    summary = "Changes a system tag; it keeps its form.",
    method = HttpMethod.PUT,
    path = "/system-tags/{uuid}/actions",
    messagePackage = "org.zstack.header.tag",
    command = "system-tag update")
public record UpdateSystemTag(
    @Parameter(value = "the tag", required = true, resource = ResourceType.SYSTEM_TAG) String uuid,
    @Parameter(value = "the new text", required = true, maxLength = 2048) String tag)
    implements Request<InventoryReply<SystemTagInventory>> {}
