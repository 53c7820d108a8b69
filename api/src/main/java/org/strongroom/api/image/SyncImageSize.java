package org.strongroom.api.image;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageInventory;

/** Reads the sizes of an image anew from its storage. */
@Operation(
    summary = "Reads the sizes of an image anew from its storage.",
    method = HttpMethod.PUT,
    path = "/images/{uuid}/actions",
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.image",
    command = "image sync-size")
public record SyncImageSize(
    @Parameter(value = "the image", required = true, resource = ResourceType.IMAGE) String uuid)
    implements Request<InventoryReply<ImageInventory>> {}
