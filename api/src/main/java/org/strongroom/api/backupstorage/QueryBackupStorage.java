package org.strongroom.api.backupstorage;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Finds backup storages. */
@Operation(
    summary = "Finds backup storages.",
    method = HttpMethod.GET,
    path = {"/backup-storage", "/backup-storage/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.storage.backup",
    command = "backup-storage list")
public record QueryBackupStorage(Query query)
    implements Request<QueryReply<BackupStorageInventory>> {}
