package org.strongroom.api.imagebackup;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageBackupInventory;

/** Copies the OVA of an image backup from its bucket onto a node. */
@Operation(
    summary = "Copies the OVA of an image backup from its bucket onto a node.",
    method = HttpMethod.PUT,
    path = "/image-backups/{uuid}/actions",
    timeoutSeconds = 259200,
    since = "1.0",
    command = "image-backup download")
public record DownloadImageBackup(
    @Parameter(value = "the image backup", required = true, resource = ResourceType.IMAGE_BACKUP)
        String uuid,
    @Parameter(
            value = "host name, address or number of the backup node; the best without it",
            maxLength = 255)
        @Nullable String backupHost)
    implements Request<InventoryReply<ImageBackupInventory>> {}
