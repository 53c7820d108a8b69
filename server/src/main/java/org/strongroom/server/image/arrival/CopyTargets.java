package org.strongroom.server.image.arrival;

import java.util.List;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StorageException;

/** Finds the storages of a job that adds an image. */
public final class CopyTargets {
  private final Database database;
  private final StorageDrivers drivers;
  private final ReadyStorages storages;

  public CopyTargets(Database database, StorageDrivers drivers, ReadyStorages storages) {
    this.database = database;
    this.drivers = drivers;
    this.storages = storages;
  }

  /**
   * The storages, ready to be written to. Waits for those that are Connecting: after a restart all
   * are.
   *
   * @throws ApiException SYS.1006 if one is Disconnected or Disabled, SYS.1003 if it is gone
   * @throws StorageException if what is mounted there is not the storage
   */
  public List<CopyTarget> ready(List<String> storageUuids, Job job)
      throws StorageException, InterruptedException {
    List<CopyTarget> targets = new java.util.ArrayList<>();
    for (String uuid : storageUuids) {
      ReadyStorages.Ready storage = storages.await(uuid, Purpose.GO_ON, job);
      targets.add(target(storage.storage(), job));
    }
    return targets;
  }

  /** A storage whatever its status; its driver connects by itself. */
  public CopyTarget any(String uuid, Job job) {
    return target(row(uuid), job);
  }

  private CopyTarget target(StorageRow storage, Job job) {
    return new CopyTarget(
        storage, job.lease().fence(drivers.of(storage.uuid())), new AddedImage(job).place().file());
  }

  private StorageRow row(String uuid) {
    return database.read(sql -> StorageRows.require(uuid, sql));
  }
}
