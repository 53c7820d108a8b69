package org.strongroom.server.backupnode;

import static org.strongroom.server.catalog.storage.BackupNodeTable.BACKUP_NODE;

import java.util.Optional;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * What makes a backup storage a backup node.
 *
 * @param number empty until it is registered
 * @param hostName short, as the server tells it; null until it is registered
 * @param shownPassword stands for the password and tells nothing of it
 * @param madeDirectory outermost directory that registering made on the server; null if it made
 *     none
 */
public record NodeRow(
    String storageUuid,
    Optional<Long> number,
    String projectUuid,
    @Nullable String hostName,
    String shownPassword,
    @Nullable String cosDefault,
    @Nullable String madeDirectory) {

  static NodeRow of(Record row) {
    return new NodeRow(
        row.get(BACKUP_NODE.STORAGE_UUID),
        Optional.ofNullable(row.get(BACKUP_NODE.NUMBER)),
        row.get(BACKUP_NODE.PROJECT_UUID),
        row.get(BACKUP_NODE.HOST_NAME),
        row.get(BACKUP_NODE.SHOWN_PASSWORD),
        row.get(BACKUP_NODE.COS_DEFAULT),
        row.get(BACKUP_NODE.MADE_DIRECTORY));
  }

  /** The node in messages. */
  public String label() {
    return number.map(id -> "backup node " + id).orElse("a backup node that is being registered");
  }

  @Override
  public String toString() {
    return label();
  }
}
