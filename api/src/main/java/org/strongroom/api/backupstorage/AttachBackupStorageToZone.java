package org.strongroom.api.backupstorage;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Attaches a backup storage to a zone. */
@Operation(
    summary = "Attaches a backup storage to a zone.",
    method = HttpMethod.POST,
    path = "/zones/{zoneUuid}/backup-storage/{backupStorageUuid}",
    messagePackage = "org.zstack.header.storage.backup",
    command = "backup-storage attach")
public record AttachBackupStorageToZone(
    @Parameter(value = "the zone", required = true, resource = ResourceType.ZONE) String zoneUuid,
    @Parameter(
            value = "the storage",
            required = true,
            resource = ResourceType.BACKUP_STORAGE,
            positional = true)
        String backupStorageUuid)
    implements Request<InventoryReply<BackupStorageInventory>> {}
