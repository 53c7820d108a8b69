package org.strongroom.api.backupnode;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.BackupNodeInventory;

/** Changes a backup node; a new address or log-in is tried first (Update a backup node). */
@Operation(
    summary =
        "Changes a backup node; a new address or log-in is tried first (Update a backup node).",
    method = HttpMethod.PUT,
    path = "/backup-nodes/{id}/actions",
    timeoutSeconds = 180,
    since = "1.0",
    command = "backup-node update")
public record UpdateBackupNode(
    @Parameter(value = "number of the node", required = true, min = 1) long id,
    @Parameter(value = "IP address or DNS name of the server", maxLength = 255)
        @Nullable String accessIp,
    @Parameter(value = "SSH user", maxLength = 255) @Nullable String userId,
    @Parameter(
            value = "SSH password of the user; the text that is shown in its place changes nothing",
            maxLength = 255,
            secret = true)
        @Nullable String password,
    @Parameter(value = "what to call it", maxLength = 255) @Nullable String displayName,
    @Parameter(
            value = "name of the bucket that is used by default; empty for none",
            maxLength = 255)
        @Nullable String cosDefault,
    @Parameter(value = "SSH port", min = 1, max = 65535) @Nullable Integer sshPort)
    implements Request<InventoryReply<BackupNodeInventory>> {}
