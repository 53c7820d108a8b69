package org.strongroom.server.backupstorage.record;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.objectstore.StoreColumns;

/** The rows of backup storages in the catalog. */
public final class StorageRows {
  private StorageRows() {}

  public static Optional<StorageRow> find(String uuid, DSLContext sql) {
    return sql.select(BACKUP_STORAGE.fields())
        .from(BACKUP_STORAGE)
        .where(BACKUP_STORAGE.UUID.eq(uuid))
        .fetchOptional(StorageRow::of);
  }

  /**
   * The storage with this uuid.
   *
   * @throws ApiException SYS.1003 if there is none
   */
  public static StorageRow require(String uuid, DSLContext sql) {
    return find(uuid, sql)
        .orElseThrow(() -> ApiException.notFound(ResourceType.BACKUP_STORAGE, uuid));
  }

  /** As {@link #require}; nobody else changes the row until the transaction ends. */
  public static StorageRow lock(String uuid, Transaction transaction) {
    return locked(uuid, transaction, Lock.CHANGE);
  }

  /**
   * As {@link #require}; nobody deletes the storage until the transaction ends, others may use it
   * too.
   */
  static StorageRow hold(String uuid, Transaction transaction) {
    return locked(uuid, transaction, Lock.USE);
  }

  /**
   * As {@link #require}; nobody else changes the storage until the transaction ends. Others may
   * hold it and then come here, too: waiting for them would be waiting in a circle.
   */
  static StorageRow lockToAccount(String uuid, Transaction transaction) {
    return locked(uuid, transaction, Lock.ACCOUNT);
  }

  /** Writes where a storage in an object store is. */
  public static void write(String uuid, StoreColumns store, Transaction transaction) {
    transaction
        .sql()
        .update(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.ENDPOINT, store.endpoint())
        .set(BACKUP_STORAGE.BUCKET_NAME, store.bucketName())
        .set(BACKUP_STORAGE.PREFIX, store.prefix())
        .set(BACKUP_STORAGE.REGION, store.region())
        .set(BACKUP_STORAGE.USERNAME, store.username())
        .set(BACKUP_STORAGE.STORE_OPTIONS, store.options())
        .set(BACKUP_STORAGE.GIVEN_CAPACITY, store.capacity())
        .where(BACKUP_STORAGE.UUID.eq(uuid))
        .execute();
  }

  /** Writes what proves who calls, sealed. */
  public static void writeSecret(String uuid, String sealed, Transaction transaction) {
    transaction
        .sql()
        .update(BACKUP_STORAGE)
        .set(BACKUP_STORAGE.CREDENTIAL, sealed)
        .where(BACKUP_STORAGE.UUID.eq(uuid))
        .execute();
  }

  private static StorageRow locked(String uuid, Transaction transaction, Lock lock) {
    var row =
        transaction
            .sql()
            .select(BACKUP_STORAGE.fields())
            .from(BACKUP_STORAGE)
            .where(BACKUP_STORAGE.UUID.eq(uuid));
    // SQLite has one writer and knows no locks of rows
    var read =
        transaction.sql().dialect() != SQLDialect.POSTGRES
            ? row
            : switch (lock) {
              case CHANGE -> row.forUpdate();
              case ACCOUNT -> row.forNoKeyUpdate();
              case USE -> row.forKeyShare();
            };
    return read.fetchOptional(StorageRow::of)
        .orElseThrow(() -> ApiException.notFound(ResourceType.BACKUP_STORAGE, uuid));
  }

  private enum Lock {
    CHANGE,
    ACCOUNT,
    USE
  }
}
