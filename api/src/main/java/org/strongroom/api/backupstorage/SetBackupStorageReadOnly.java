package org.strongroom.api.backupstorage;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;

/**
 * Puts a backup storage into maintenance at once: it is read, and takes no byte any more, not those
 * of running work either. ChangeBackupStorageState ends it.
 */
@Operation(
    summary =
        "Lets a backup storage be read only, at once; ChangeBackupStorageState stateEvent=enable"
            + " ends it.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    since = "1.0",
    command = "backup-storage read-only")
public record SetBackupStorageReadOnly(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid)
    implements Request<InventoryReply<BackupStorageInventory>> {}
