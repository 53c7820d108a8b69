package org.strongroom.api.backupstorage;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;

/**
 * Puts a backup storage into maintenance gently: no new work begins to write, running work ends,
 * and it is read all the time. ChangeBackupStorageState ends it.
 */
@Operation(
    summary =
        "Lets running work on a backup storage end and no new work write to it; it is still read."
            + " ChangeBackupStorageState stateEvent=enable ends it.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    since = "1.0",
    command = "backup-storage drain")
public record DrainBackupStorage(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid)
    implements Request<InventoryReply<BackupStorageInventory>> {}
