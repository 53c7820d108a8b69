package org.strongroom.api.backupstorage;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Connects a file-system backup storage anew. */
@Operation(
    summary = "Connects a file-system backup storage anew.",
    method = HttpMethod.PUT,
    path = "/backup-storage/filesystem/{uuid}/actions",
    since = "1.0")
public record ReconnectFileSystemBackupStorage(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid)
    implements Request<InventoryReply<BackupStorageInventory>> {}
