package org.strongroom.api.backupstorage;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Changes an SFTP backup storage; a new address or login is tried before anything is stored. */
@Operation(
    summary =
        "Changes an SFTP backup storage; a new address or login is tried before anything is"
            + " stored.",
    method = HttpMethod.PUT,
    path = "/backup-storage/sftp/{uuid}/actions",
    messagePackage = "org.zstack.storage.backup.sftp",
    since = "0.7",
    command = "backup-storage update-sftp")
public record UpdateSftpBackupStorage(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid,
    @Parameter(value = "what to call it", maxLength = 255) @Nullable String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(value = "SSH user", maxLength = 255) @Nullable String username,
    @Parameter(value = "SSH password", maxLength = 255, secret = true) @Nullable String password,
    @Parameter(
            value = "SSH private key in PEM or OpenSSH form",
            maxLength = 16384,
            secret = true,
            since = "1.0")
        @Nullable String privateKey,
    @Parameter(value = "IP address or DNS name", maxLength = 255) @Nullable String hostname,
    @Parameter(value = "SSH port", min = 1, max = 65535) @Nullable Integer sshPort,
    @Parameter(
            value =
                "a server that can neither sync files by SFTP (fsync@openssh.com) nor in a shell is"
                    + " used all the same: a power cut there may lose what was acknowledged",
            since = "1.0")
        @Nullable Boolean allowUnsynced)
    implements Request<InventoryReply<BackupStorageInventory>> {}
