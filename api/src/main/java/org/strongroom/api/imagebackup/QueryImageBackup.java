package org.strongroom.api.imagebackup;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.ImageBackupInventory;

/** Finds image backups. */
@Operation(
    summary = "Finds image backups.",
    method = HttpMethod.GET,
    path = {"/image-backups", "/image-backups/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0",
    command = "image-backup list")
public record QueryImageBackup(Query query) implements Request<QueryReply<ImageBackupInventory>> {}
