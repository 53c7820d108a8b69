package org.strongroom.server.backupstorage.record;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.objectstore.StoreColumns;

/**
 * A backup storage as the catalog has it. Sizes are bytes.
 *
 * @param url absolute path of its directory, normalised
 * @param totalCapacity size of the file system under the url
 * @param freeCapacity what that file system itself has free, as last measured
 * @param usedCapacity sum of the real sizes of what the catalog accounts for here
 * @param reserved sum of the reservations
 * @param fileSystem names the file system over all storages, so that those on one can be told
 * @param rootPath the url with its links resolved, as last seen
 * @param credential encrypted
 * @param hostKey the pinned key: algorithm and Base64
 * @param store where it is in an object store; null for others
 */
public record StorageRow(
    String uuid,
    String name,
    @Nullable String description,
    String url,
    StorageType type,
    StorageState state,
    StorageStatus status,
    @Nullable String statusReason,
    long totalCapacity,
    long freeCapacity,
    long usedCapacity,
    long reserved,
    @Nullable String fileSystem,
    @Nullable String rootPath,
    @Nullable String hostname,
    @Nullable String username,
    @Nullable Integer sshPort,
    @Nullable String credential,
    @Nullable String hostKey,
    @Nullable String presentedHostKey,
    boolean allowUnsynced,
    @Nullable StoreColumns store) {

  public static StorageRow of(Record row) {
    return new StorageRow(
        row.get(BACKUP_STORAGE.UUID),
        row.get(BACKUP_STORAGE.NAME),
        row.get(BACKUP_STORAGE.DESCRIPTION),
        row.get(BACKUP_STORAGE.URL),
        StorageType.of(row.get(BACKUP_STORAGE.TYPE)),
        StorageState.of(row.get(BACKUP_STORAGE.STATE), row.get(BACKUP_STORAGE.MAINTENANCE)),
        StorageStatus.of(row.get(BACKUP_STORAGE.STATUS)),
        row.get(BACKUP_STORAGE.STATUS_REASON),
        row.get(BACKUP_STORAGE.TOTAL_CAPACITY),
        row.get(BACKUP_STORAGE.FREE_CAPACITY),
        row.get(BACKUP_STORAGE.USED_CAPACITY),
        row.get(BACKUP_STORAGE.RESERVED),
        row.get(BACKUP_STORAGE.FILE_SYSTEM),
        row.get(BACKUP_STORAGE.ROOT_PATH),
        row.get(BACKUP_STORAGE.HOSTNAME),
        row.get(BACKUP_STORAGE.USERNAME),
        row.get(BACKUP_STORAGE.SSH_PORT),
        row.get(BACKUP_STORAGE.CREDENTIAL),
        row.get(BACKUP_STORAGE.HOST_KEY),
        row.get(BACKUP_STORAGE.PRESENTED_HOST_KEY),
        row.get(BACKUP_STORAGE.ALLOW_UNSYNCED),
        store(row));
  }

  private static @Nullable StoreColumns store(Record row) {
    String endpoint = row.get(BACKUP_STORAGE.ENDPOINT);
    return endpoint == null
        ? null
        : new StoreColumns(
            endpoint,
            row.get(BACKUP_STORAGE.BUCKET_NAME),
            row.get(BACKUP_STORAGE.PREFIX),
            row.get(BACKUP_STORAGE.REGION),
            row.get(BACKUP_STORAGE.USERNAME),
            row.get(BACKUP_STORAGE.STORE_OPTIONS),
            row.get(BACKUP_STORAGE.GIVEN_CAPACITY));
  }

  /**
   * What a place in a bucket is called that is no other storage's, as its name tells: it needs no
   * marker.
   */
  public static String ownPrefix(String storageUuid) {
    return "strongroom-" + storageUuid;
  }

  /** Whether its place is called so. */
  public boolean hasOwnPrefix() {
    return store != null && store.prefix().equals(ownPrefix(uuid));
  }

  /** Total less what is kept and less reservations, never below 0 (Capacity). */
  public long availableCapacity() {
    return Bytes.left(totalCapacity, usedCapacity, reserved);
  }

  /** The storage in messages: its name and uuid. */
  public String label() {
    return "backup storage '" + name + "' (" + uuid + ")";
  }

  @Override
  public String toString() {
    return label();
  }
}
