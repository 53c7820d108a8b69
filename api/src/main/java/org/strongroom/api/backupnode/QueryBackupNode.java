package org.strongroom.api.backupnode;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.BackupNodeInventory;

/** Finds backup nodes (View list of backup nodes). */
@Operation(
    summary = "Finds backup nodes (View list of backup nodes).",
    method = HttpMethod.GET,
    path = {"/backup-nodes", "/backup-nodes/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0",
    command = "backup-node list")
public record QueryBackupNode(Query query) implements Request<QueryReply<BackupNodeInventory>> {}
