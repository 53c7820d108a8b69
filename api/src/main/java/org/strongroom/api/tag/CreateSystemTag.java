package org.strongroom.api.tag;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.SystemTagInventory;

/** Puts a system tag on a resource. */
@Operation(
    summary = "Puts a system tag on a resource.",
    method = HttpMethod.POST,
    path = "/system-tags",
    messagePackage = "org.zstack.header.tag",
    command = "system-tag create")
public record CreateSystemTag(
    @Parameter(
            value = "entity name of the kind of resource, such as BackupStorageVO",
            required = true,
            maxLength = 255)
        String resourceType,
    @Parameter(value = "the resource", required = true, maxLength = 255, kindIn = "resourceType")
        String resourceUuid,
    @Parameter(
            value = "a text of a form that the system knows for that kind of resource",
            required = true,
            maxLength = 2048,
            positional = true)
        String tag)
    implements Request<InventoryReply<SystemTagInventory>> {}
