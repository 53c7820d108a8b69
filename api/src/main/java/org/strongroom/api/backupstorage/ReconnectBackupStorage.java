package org.strongroom.api.backupstorage;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Connects a backup storage anew. */
@Operation(
    summary = "Connects a backup storage anew.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    messagePackage = "org.zstack.header.storage.backup",
    command = "backup-storage reconnect")
public record ReconnectBackupStorage(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid)
    implements Request<InventoryReply<BackupStorageInventory>> {}
