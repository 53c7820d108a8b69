package org.strongroom.api.backupstorage;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Finds file-system backup storages. */
@Operation(
    summary = "Finds file-system backup storages.",
    method = HttpMethod.GET,
    path = {"/backup-storage/filesystem", "/backup-storage/filesystem/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0")
public record QueryFileSystemBackupStorage(Query query)
    implements Request<QueryReply<BackupStorageInventory>> {}
