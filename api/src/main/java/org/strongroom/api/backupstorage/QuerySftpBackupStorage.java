package org.strongroom.api.backupstorage;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.BackupStorageInventory;

/** Finds SFTP backup storages. */
@Operation(
    summary = "Finds SFTP backup storages.",
    method = HttpMethod.GET,
    path = {"/backup-storage/sftp", "/backup-storage/sftp/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.storage.backup.sftp")
public record QuerySftpBackupStorage(Query query)
    implements Request<QueryReply<BackupStorageInventory>> {}
