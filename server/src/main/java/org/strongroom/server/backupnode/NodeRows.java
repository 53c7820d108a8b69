package org.strongroom.server.backupnode;

import static org.strongroom.server.catalog.storage.BackupNodeTable.BACKUP_NODE;

import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.ProjectScope;

/** Reads backup nodes from the catalog. */
public final class NodeRows {
  private NodeRows() {}

  /** The registered node with this number, if the caller may see it. */
  public static Optional<NodeRow> find(long number, Caller caller, DSLContext sql) {
    return sql.select(BACKUP_NODE.fields())
        .from(BACKUP_NODE)
        .where(BACKUP_NODE.NUMBER.eq(number))
        .and(ProjectScope.seenBy(caller, BACKUP_NODE.PROJECT_UUID))
        .fetchOptional(NodeRow::of);
  }

  /**
   * The registered node with this number.
   *
   * @throws ApiException SYS.1003 if there is none, or none that the caller may see
   */
  public static NodeRow require(long number, Caller caller, DSLContext sql) {
    return find(number, caller, sql)
        .orElseThrow(
            () -> new ApiException(ErrorCode.NOT_FOUND, "no backup node has the id " + number));
  }

  /** The node that a storage is, registered or about to be; empty for a plain storage. */
  public static Optional<NodeRow> ofStorage(String storageUuid, DSLContext sql) {
    return sql.select(BACKUP_NODE.fields())
        .from(BACKUP_NODE)
        .where(BACKUP_NODE.STORAGE_UUID.eq(storageUuid))
        .fetchOptional(NodeRow::of);
  }
}
