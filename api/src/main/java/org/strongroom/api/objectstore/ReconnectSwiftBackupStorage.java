package org.strongroom.api.objectstore;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Connects a backup storage in a container anew. */
@Operation(
    summary = "Connects a backup storage in a container anew.",
    method = HttpMethod.PUT,
    path = "/backup-storage/swift/{uuid}/actions",
    since = "1.0")
public record ReconnectSwiftBackupStorage(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid)
    implements Request<InventoryReply<BackupStorageInventory>> {}
