package org.strongroom.api.objectstore;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Finds backup storages in containers of Swift. */
@Operation(
    summary = "Finds backup storages in containers of Swift.",
    method = HttpMethod.GET,
    path = {"/backup-storage/swift", "/backup-storage/swift/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0")
public record QuerySwiftBackupStorage(Query query)
    implements Request<QueryReply<BackupStorageInventory>> {}
