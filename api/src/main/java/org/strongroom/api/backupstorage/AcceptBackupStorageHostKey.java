package org.strongroom.api.backupstorage;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;

/**
 * Pins the new host key of an SFTP backup storage, after it was compared with the one that the
 * storage now shows.
 */
@Operation(
    summary =
        "Pins the new host key of an SFTP backup storage, after it was compared with the one that the storage now shows.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    since = "1.0",
    command = "backup-storage accept-host-key")
public record AcceptBackupStorageHostKey(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid,
    @Parameter(
            value =
                "SHA-256 fingerprint of the key to trust from now on, as shown in presentedHostKeyFingerprint",
            required = true,
            maxLength = 255)
        String hostKeyFingerprint)
    implements Request<InventoryReply<BackupStorageInventory>> {}
