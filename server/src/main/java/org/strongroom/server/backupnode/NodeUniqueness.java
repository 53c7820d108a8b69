package org.strongroom.server.backupnode;

import static org.strongroom.server.catalog.storage.BackupNodeTable.BACKUP_NODE;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiException;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Transaction;

/**
 * Keeps nodes apart: each has an address of its own, which is no plain storage's either, and a host
 * key of its own. Callers take turns first ({@code Neighbours.takeTurn}).
 */
final class NodeUniqueness {
  private NodeUniqueness() {}

  /**
   * Checks an address against all other storages.
   *
   * @param storageUuid the storage that is to have it
   * @throws ApiException SYS.1011 that names whose it is
   */
  static void checkAddress(
      String storageUuid, String host, int port, Caller caller, Transaction transaction) {
    Condition same =
        DSL.lower(BACKUP_STORAGE.HOSTNAME)
            .eq(host.toLowerCase(Locale.ROOT))
            .and(BACKUP_STORAGE.SSH_PORT.eq(port));
    for (Record other : others(storageUuid, same, transaction)) {
      throw ApiException.conflict(
          "the address %s port %d is already the one of %s"
              .formatted(host, port, label(other, caller)));
    }
  }

  /**
   * Checks a host key against all other nodes, those that are being registered too.
   *
   * @param hostKey algorithm and Base64
   * @throws ApiException SYS.1011 that names whose it is
   */
  static void checkHostKey(
      String storageUuid, String hostKey, Caller caller, Transaction transaction) {
    Condition same = BACKUP_STORAGE.HOST_KEY.eq(hostKey).and(BACKUP_NODE.STORAGE_UUID.isNotNull());
    for (Record other : others(storageUuid, same, transaction)) {
      throw ApiException.conflict(
          "the server shows the host key of %s: it is the same machine under another address"
              .formatted(label(other, caller)));
    }
  }

  private static List<Record> others(String storageUuid, Condition same, Transaction transaction) {
    List<SelectField<?>> fields = new ArrayList<>(List.of(BACKUP_NODE.fields()));
    fields.add(BACKUP_STORAGE.UUID);
    fields.add(BACKUP_STORAGE.NAME);
    return transaction
        .sql()
        .select(fields)
        .from(BACKUP_STORAGE)
        .leftJoin(BACKUP_NODE)
        .on(BACKUP_NODE.STORAGE_UUID.eq(BACKUP_STORAGE.UUID))
        .where(same)
        .and(BACKUP_STORAGE.UUID.ne(storageUuid))
        .limit(1)
        .fetch(row -> row);
  }

  /** Whose it is, as far as the caller may know. */
  private static String label(Record other, Caller caller) {
    if (other.get(BACKUP_NODE.STORAGE_UUID) == null) {
      return "backup storage '%s' (%s)"
          .formatted(other.get(BACKUP_STORAGE.NAME), other.get(BACKUP_STORAGE.UUID));
    }
    NodeRow node = NodeRow.of(other);
    boolean seen = caller.projectUuid().map(node.projectUuid()::equals).orElse(true);
    return seen
        ? "%s '%s'".formatted(node.label(), other.get(BACKUP_STORAGE.NAME))
        : "a backup node of another project";
  }
}
