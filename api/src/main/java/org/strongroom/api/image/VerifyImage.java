package org.strongroom.api.image;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageInventory;

/** Reads the copies of an image and proves that they are what was stored. */
@Operation(
    summary =
        "Reads the copies of an image where they lie and proves that they are what was stored.",
    method = HttpMethod.PUT,
    path = "/images/{uuid}/actions",
    access = Access.ACCOUNT,
    since = "1.0",
    timeoutSeconds = 86400,
    command = "image verify")
public record VerifyImage(
    @Parameter(value = "the image", required = true, resource = ResourceType.IMAGE) String uuid,
    @Parameter(
            value = "the storage whose copy is meant; none means all",
            resource = ResourceType.BACKUP_STORAGE)
        @Nullable String backupStorageUuid)
    implements Request<InventoryReply<ImageInventory>> {}
