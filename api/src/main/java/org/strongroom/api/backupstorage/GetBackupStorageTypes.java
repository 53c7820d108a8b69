package org.strongroom.api.backupstorage;

import java.util.List;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Request;

/** Lists the types of backup storage that can be added. */
@Operation(
    summary = "Lists the types of backup storage that can be added.",
    method = HttpMethod.GET,
    path = "/backup-storage/types",
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.storage.backup",
    command = "backup-storage types")
public record GetBackupStorageTypes() implements Request<GetBackupStorageTypes.Reply> {
  /** The types. */
  public record Reply(List<String> types, boolean success) {}
}
