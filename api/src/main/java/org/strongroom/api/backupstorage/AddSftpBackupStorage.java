package org.strongroom.api.backupstorage;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Adds a Linux server, reached by SSH, as a backup storage. */
@Operation(
    summary = "Adds a Linux server, reached by SSH, as a backup storage.",
    method = HttpMethod.POST,
    path = "/backup-storage/sftp",
    messagePackage = "org.zstack.storage.backup.sftp",
    command = "backup-storage add-sftp")
public record AddSftpBackupStorage(
    @Parameter(value = "what to call it", required = true, maxLength = 255) String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(
            value = "absolute path of the directory on the server that keeps the images",
            required = true,
            maxLength = 2048)
        String url,
    @Parameter(value = "IP address or DNS name of the server", required = true, maxLength = 255)
        String hostname,
    @Parameter(value = "SSH user", required = true, maxLength = 255) String username,
    @Parameter(
            value = "SSH password of the user; not needed with a private key",
            maxLength = 255,
            secret = true)
        @Nullable String password,
    @Parameter(
            value = "SSH private key of the user in PEM or OpenSSH form, instead of a password",
            maxLength = 16384,
            secret = true,
            since = "1.0")
        @Nullable String privateKey,
    @Parameter(value = "SSH port", min = 1, max = 65535, defaultValue = "22") int sshPort,
    @Parameter(
            value =
                "SHA-256 fingerprint of the host key to expect, as ssh-keygen -l prints it; without"
                    + " it the first key seen is trusted",
            maxLength = 255,
            since = "1.0")
        @Nullable String hostKeyFingerprint,
    @Parameter(
            value = "bring back the images that an earlier storage left under the url",
            defaultValue = "false")
        boolean importImages,
    @Parameter(
            value =
                "take the directory although it belongs to a storage of another Strongroom server"
                    + " that has not forgotten it",
            defaultValue = "false",
            since = "1.0")
        boolean takeOver,
    @Parameter(
            value =
                "a server that can neither sync files by SFTP (fsync@openssh.com) nor in a shell is"
                    + " used all the same: a power cut there may lose what was acknowledged",
            defaultValue = "false",
            since = "1.0")
        boolean allowUnsynced,
    @Parameter(value = Parameter.WITHOUT_EFFECT, maxLength = 255) @Nullable String type,
    NewResource resource)
    implements Request<InventoryReply<BackupStorageInventory>> {}
