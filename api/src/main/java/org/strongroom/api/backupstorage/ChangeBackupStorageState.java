package org.strongroom.api.backupstorage;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Enables or disables a backup storage. */
@Operation(
    summary = "Enables or disables a backup storage.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    messagePackage = "org.zstack.header.storage.backup",
    command = "backup-storage change-state",
    shortcuts = {
      "backup-storage enable stateEvent=enable",
      "backup-storage disable stateEvent=disable"
    })
public record ChangeBackupStorageState(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid,
    @Parameter(
            value = "enable: change the state to Enabled; disable: change the state to Disabled",
            required = true,
            choices = {"enable", "disable"})
        String stateEvent)
    implements Request<InventoryReply<BackupStorageInventory>> {}
