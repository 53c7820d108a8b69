package org.strongroom.server.backupstorage.upkeep;

import org.jooq.DSLContext;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.marker.StorageMarker;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;

/** Storages as the steps of jobs need them: connected, and the right ones. */
public final class ReadyStorages {
  private final Database database;
  private final StorageDrivers drivers;
  private final StorageRules rules;

  public ReadyStorages(Database database, StorageDrivers drivers, StorageRules rules) {
    this.database = database;
    this.drivers = drivers;
    this.rules = rules;
  }

  /** A storage with its driver, whose every change the job's lease confirms. */
  public record Ready(StorageRow storage, StorageDriver driver) {}

  /**
   * A storage that can be used. Waits while it is Connecting: after a restart all are.
   *
   * @throws ApiException SYS.1006 if it is Disconnected or Disabled, SYS.1003 if it is gone
   * @throws StorageException if what is mounted there is not the storage
   */
  public Ready await(String uuid, Purpose purpose, Job job)
      throws StorageException, InterruptedException {
    StorageRow storage = settled(uuid, job);
    rules.check(storage, purpose);
    return verified(storage, job);
  }

  /**
   * Waits while a storage is Connecting, whatever comes of it.
   *
   * @throws ApiException SYS.1003 if it is gone
   */
  public StorageRow settled(String uuid, Job job) throws InterruptedException {
    StorageRow storage = row(uuid);
    while (storage.status() == StorageStatus.CONNECTING) {
      job.checkStopped();
      database.watch().until("connected " + uuid, sql -> isConnected(uuid, sql));
      storage = row(uuid);
    }
    return storage;
  }

  private static boolean isConnected(String uuid, DSLContext sql) {
    return StorageRows.require(uuid, sql).status() != StorageStatus.CONNECTING;
  }

  /**
   * A storage whatever its status; its driver connects by itself. For taking back what was done: in
   * another directory mounted there instead, all would seem to be gone already.
   *
   * @throws ApiException SYS.1003 if it is gone
   * @throws StorageException if it can not be reached, or what is mounted there is not the storage
   */
  public Ready any(String uuid, Job job) throws StorageException {
    return verified(row(uuid), job);
  }

  private Ready verified(StorageRow storage, Job job) throws StorageException {
    StorageDriver driver = job.lease().fence(drivers.of(storage.uuid()));
    try {
      StorageMarker.verify(driver, storage);
    } catch (StorageException e) {
      throw new StorageException(e.reason(), storage.label() + ": " + e.getMessage(), e);
    }
    return new Ready(storage, driver);
  }

  private StorageRow row(String uuid) {
    return database.read(sql -> StorageRows.require(uuid, sql));
  }
}
