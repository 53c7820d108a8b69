package org.strongroom.api.imagebackup;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageBackupInventory;

/** Makes images from an OVA on a backup node or in a bucket, one for each disk. */
@Operation(
    summary = "Makes images from an OVA on a backup node or in a bucket, one for each disk.",
    method = HttpMethod.POST,
    path = "/image-backups/import",
    timeoutSeconds = 259200,
    since = "1.0",
    command = "image-backup import")
public record ImportImageBackup(
    @Parameter(value = "what to call the image", required = true, maxLength = 255) String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(
            value = "the image backup to import",
            resource = ResourceType.IMAGE_BACKUP,
            positional = true)
        @Nullable String imageBackupUuid,
    @Parameter(value = "or the bucket that has the OVA", resource = ResourceType.BUCKET)
        @Nullable String bucketUuid,
    @Parameter(value = "and the OVA's object in it", maxLength = 1024) @Nullable String objectName,
    @Parameter(
            value = "the storage that will keep the images; the best without it",
            resource = ResourceType.BACKUP_STORAGE)
        @Nullable String backupStorageUuid,
    NewResource resource)
    implements Request<InventoryReply<ImageBackupInventory>> {}
