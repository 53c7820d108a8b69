package org.strongroom.api.backupnode;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;

/** Deregisters a backup node; OVA files stay where they are (Deregister a backup node). */
@Operation(
    summary =
        "Deregisters a backup node; OVA files stay where they are (Deregister a backup node).",
    method = HttpMethod.DELETE,
    path = "/backup-nodes/{id}",
    since = "1.0",
    command = "backup-node deregister")
public record DeregisterBackupNode(
    @Parameter(value = "number of the node", required = true, min = 1) long id,
    @Parameter(value = "also if there are image backups on it", defaultValue = "false")
        boolean force,
    @Parameter(
            value = "also remove what Strongroom laid out on the server, except OVA files",
            defaultValue = "false")
        boolean uninstall)
    implements Request<EmptyReply> {}
