package org.strongroom.api.backupnode;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupNodeInventory;

/** Registers a server, reached by SSH, as a backup node (Backup node registration). */
@Operation(
    summary = "Registers a server, reached by SSH, as a backup node (Backup node registration).",
    method = HttpMethod.POST,
    path = "/backup-nodes",
    timeoutSeconds = 180,
    since = "1.0",
    command = "backup-node register")
public record RegisterBackupNode(
    @Parameter(
            value = "IP address or DNS name of the server",
            required = true,
            maxLength = 255,
            positional = true)
        String accessIp,
    @Parameter(value = "SSH user", required = true, maxLength = 255) String userId,
    @Parameter(value = "SSH password of the user", required = true, maxLength = 255, secret = true)
        String password,
    @Parameter(value = "what to call it", required = true, maxLength = 255) String displayName,
    @Parameter(value = "name of the bucket that is used by default", maxLength = 255)
        @Nullable String cosDefault,
    @Parameter(value = "SSH port", min = 1, max = 65535, defaultValue = "22") int sshPort,
    @Parameter(
            value =
                "SHA-256 fingerprint of the host key to expect, as ssh-keygen -l prints it; without it the first key seen is trusted",
            maxLength = 255)
        @Nullable String hostKeyFingerprint,
    @Parameter(
            value =
                "take the directory although it belongs to a node or storage of another Strongroom server that has not forgotten it",
            defaultValue = "false")
        boolean takeOver,
    @Parameter(
            value = "the project that it belongs to; without it that of the token, or admin",
            resource = ResourceType.PROJECT)
        @Nullable String projectUuid)
    implements Request<InventoryReply<BackupNodeInventory>> {}
