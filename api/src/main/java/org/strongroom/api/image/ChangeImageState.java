package org.strongroom.api.image;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageInventory;

/** Enables or disables an image. */
@Operation(
    summary = "Enables or disables an image.",
    method = HttpMethod.PUT,
    path = "/images/{uuid}/actions",
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.image",
    command = "image change-state")
public record ChangeImageState(
    @Parameter(value = "the image", required = true, resource = ResourceType.IMAGE) String uuid,
    @Parameter(
            value = "enable or disable",
            required = true,
            choices = {"enable", "disable"})
        String stateEvent)
    implements Request<InventoryReply<ImageInventory>> {}
