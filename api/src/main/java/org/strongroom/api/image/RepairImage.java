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

/** Brings a good copy of an image over those that are Damaged. */
@Operation(
    summary = "Brings a good copy of an image over those that are Damaged, verified on the way.",
    method = HttpMethod.PUT,
    path = "/images/{uuid}/actions",
    access = Access.ACCOUNT,
    since = "1.0",
    timeoutSeconds = 86400,
    command = "image repair")
public record RepairImage(
    @Parameter(value = "the image", required = true, resource = ResourceType.IMAGE) String uuid,
    @Parameter(
            value = "the storage whose copy is to be repaired; none means all that are Damaged",
            resource = ResourceType.BACKUP_STORAGE)
        @Nullable String backupStorageUuid)
    implements Request<InventoryReply<ImageInventory>> {}
