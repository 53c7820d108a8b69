package org.strongroom.api.imagebackup;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageBackupInventory;

/** Puts an image backup that is stuck into another status. */
@Operation(
    summary = "Puts an image backup that is stuck into another status.",
    method = HttpMethod.PUT,
    path = "/image-backups/{uuid}/actions",
    since = "1.0",
    command = "image-backup reset")
public record ResetImageBackup(
    @Parameter(value = "the image backup", required = true, resource = ResourceType.IMAGE_BACKUP)
        String uuid,
    @Parameter(
            value = "the new status",
            choices = {"error", "available"},
            defaultValue = "error")
        String status)
    implements Request<InventoryReply<ImageBackupInventory>> {}
