package org.strongroom.api.imagebackup;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageBackupInventory;

/** Changes name and description of an image backup. */
@Operation(
    summary = "Changes name and description of an image backup.",
    method = HttpMethod.PUT,
    path = "/image-backups/{uuid}/actions",
    since = "1.0",
    command = "image-backup update")
public record UpdateImageBackup(
    @Parameter(value = "the image backup", required = true, resource = ResourceType.IMAGE_BACKUP)
        String uuid,
    @Parameter(value = "what to call it", maxLength = 255) @Nullable String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description)
    implements Request<InventoryReply<ImageBackupInventory>> {}
