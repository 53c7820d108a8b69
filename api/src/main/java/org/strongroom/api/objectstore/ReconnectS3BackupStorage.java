package org.strongroom.api.objectstore;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Connects a backup storage in a bucket anew. */
@Operation(
    summary = "Connects a backup storage in a bucket anew.",
    method = HttpMethod.PUT,
    path = "/backup-storage/s3/{uuid}/actions",
    since = "1.0")
public record ReconnectS3BackupStorage(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid)
    implements Request<InventoryReply<BackupStorageInventory>> {}
