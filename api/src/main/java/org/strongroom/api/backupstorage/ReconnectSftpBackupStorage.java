package org.strongroom.api.backupstorage;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Connects an SFTP backup storage anew. */
@Operation(
    summary = "Connects an SFTP backup storage anew.",
    method = HttpMethod.PUT,
    path = "/backup-storage/sftp/{uuid}/actions",
    messagePackage = "org.zstack.storage.backup.sftp")
public record ReconnectSftpBackupStorage(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid)
    implements Request<InventoryReply<BackupStorageInventory>> {}
