package org.strongroom.server.backupstorage.access;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import org.jspecify.annotations.Nullable;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.storage.driver.HostKey;
import org.strongroom.storage.driver.StorageFacts;

/** What a connect found out, as the catalog keeps it. */
public final class Facts {
  private Facts() {}

  /** Writes them into the storage's row, and that the connect went well. */
  public static void write(String storageUuid, StorageFacts facts, Transaction transaction) {
    transaction
        .sql()
        .update(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.TOTAL_CAPACITY, facts.capacity().total())
        .set(BACKUP_STORAGE.FREE_CAPACITY, facts.capacity().available())
        .set(BACKUP_STORAGE.FILE_SYSTEM, fileSystem(facts))
        .set(BACKUP_STORAGE.ROOT_PATH, facts.rootPath())
        .set(BACKUP_STORAGE.HOST_KEY, facts.hostKey().map(StorageAccesses::text).orElse(null))
        .setNull(BACKUP_STORAGE.PRESENTED_HOST_KEY)
        .set(BACKUP_STORAGE.RECONNECT_ATTEMPTS, 0)
        .where(BACKUP_STORAGE.UUID.eq(storageUuid))
        .execute();
  }

  /** A name for the file system that is the same for all storages on it, and no others. */
  private static @Nullable String fileSystem(StorageFacts facts) {
    String host = facts.hostKey().map(HostKey::sha256).orElse("local");
    return facts.fileSystemId().map(id -> host + "/" + id).orElse(null);
  }
}
