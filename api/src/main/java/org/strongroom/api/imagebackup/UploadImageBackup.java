package org.strongroom.api.imagebackup;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageBackupInventory;

/** Copies the OVA of an image backup from its node into a bucket. */
@Operation(
    summary = "Copies the OVA of an image backup from its node into a bucket.",
    method = HttpMethod.PUT,
    path = "/image-backups/{uuid}/actions",
    timeoutSeconds = 259200,
    since = "1.0",
    command = "image-backup upload")
public record UploadImageBackup(
    @Parameter(value = "the image backup", required = true, resource = ResourceType.IMAGE_BACKUP)
        String uuid,
    @Parameter(value = "the bucket; the node's default without it", resource = ResourceType.BUCKET)
        @Nullable String bucketUuid)
    implements Request<InventoryReply<ImageBackupInventory>> {}
