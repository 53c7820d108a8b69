package org.strongroom.server.backupstorage.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.catalog.Database;
import org.strongroom.storage.driver.StorageDriver;

/**
 * The warm driver of each storage: made on first use, replaced when the storage's address or login
 * changes on whichever node, closed when it is deleted.
 */
public final class StorageDrivers implements AutoCloseable {
  private final Database database;
  private final StorageAccesses accesses;
  private final DriverFactory factory;
  private final Map<String, Warm> drivers = new ConcurrentHashMap<>();

  public StorageDrivers(Database database, StorageAccesses accesses, DriverFactory factory) {
    this.database = database;
    this.accesses = accesses;
    this.factory = factory;
  }

  /**
   * The driver of a storage, throttled. It connects by itself when a call needs it.
   *
   * @throws org.strongroom.api.ApiException SYS.1003 if there is no such storage
   */
  public StorageDriver of(String storageUuid) {
    StorageRow storage = database.read(sql -> StorageRows.find(storageUuid, sql)).orElse(null);
    if (storage == null) {
      close(storageUuid);
      throw org.strongroom.api.ApiException.notFound(
          org.strongroom.api.ResourceType.BACKUP_STORAGE, storageUuid);
    }
    return of(storage);
  }

  /** The driver of a storage that was just read. */
  public StorageDriver of(StorageRow storage) {
    AccessKey key = AccessKey.of(storage);
    Warm known = drivers.get(storage.uuid());
    if (known != null && known.key.reaches(key)) {
      return known.driver;
    }
    return drivers.compute(
            storage.uuid(),
            (uuid, present) -> {
              if (present != null && present.key.reaches(key)) {
                return present;
              }
              if (present != null) {
                present.driver.close();
              }
              return new Warm(key, factory.make(accesses.of(storage)));
            })
        .driver;
  }

  /** Takes over a driver that has proved to reach the storage as the row now says. */
  public void adopt(StorageRow storage, StorageDriver driver) {
    Warm before = drivers.put(storage.uuid(), new Warm(AccessKey.of(storage), driver));
    if (before != null) {
      before.driver.close();
    }
  }

  /** Closes the driver of a storage and everything opened through it. */
  public void close(String storageUuid) {
    Warm before = drivers.remove(storageUuid);
    if (before != null) {
      before.driver.close();
    }
  }

  @Override
  public void close() {
    drivers.keySet().forEach(this::close);
  }

  private record Warm(AccessKey key, StorageDriver driver) {}

  /** The columns on which a connection depends. */
  private record AccessKey(
      String url,
      @org.jspecify.annotations.Nullable String hostname,
      @org.jspecify.annotations.Nullable Integer port,
      @org.jspecify.annotations.Nullable String username,
      @org.jspecify.annotations.Nullable String credential,
      boolean allowUnsynced,
      @org.jspecify.annotations.Nullable String hostKey) {

    static AccessKey of(StorageRow row) {
      return new AccessKey(
          row.url(),
          row.hostname(),
          row.sshPort(),
          row.username(),
          row.credential(),
          row.allowUnsynced(),
          row.hostKey());
    }

    /** Whether a driver made for this serves the other: a key pinned since is what it saw. */
    boolean reaches(AccessKey other) {
      return equals(other)
          || (hostKey == null
              && new AccessKey(
                      url, hostname, port, username, credential, allowUnsynced, other.hostKey)
                  .equals(other));
    }

    @Override
    public String toString() {
      return "AccessKey[" + hostname + ":" + port + " " + url + "]";
    }
  }
}
