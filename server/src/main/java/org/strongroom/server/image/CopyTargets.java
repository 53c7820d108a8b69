package org.strongroom.server.image;

import java.time.Duration;
import java.util.List;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.Purpose;
import org.strongroom.server.backupstorage.StorageDrivers;
import org.strongroom.server.backupstorage.StorageMarker;
import org.strongroom.server.backupstorage.StorageRow;
import org.strongroom.server.backupstorage.StorageRows;
import org.strongroom.server.backupstorage.StorageRules;
import org.strongroom.server.backupstorage.StorageStatus;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StorageException;

/** Finds the storages of a job that adds an image. */
final class CopyTargets {
  private static final Duration GLANCE = Duration.ofMillis(100);

  private final Database database;
  private final StorageDrivers drivers;
  private final StorageRules rules;

  CopyTargets(Database database, StorageDrivers drivers, StorageRules rules) {
    this.database = database;
    this.drivers = drivers;
    this.rules = rules;
  }

  /**
   * The storages, ready to be written to. Waits for those that are Connecting: after a restart all
   * are.
   *
   * @throws ApiException SYS.1006 if one is Disconnected or Disabled, SYS.1003 if it is gone
   * @throws StorageException if what is mounted there is not the storage
   */
  List<CopyTarget> ready(List<String> storageUuids, Job job)
      throws StorageException, InterruptedException {
    List<CopyTarget> targets = new java.util.ArrayList<>();
    for (String uuid : storageUuids) {
      CopyTarget target = target(connected(uuid, job), job);
      try {
        StorageMarker.verify(target.driver(), target.storage());
      } catch (StorageException e) {
        throw NamedWrite.named(e, target.storage().label());
      }
      targets.add(target);
    }
    return targets;
  }

  private StorageRow connected(String uuid, Job job) throws InterruptedException {
    StorageRow storage = row(uuid);
    while (storage.status() == StorageStatus.CONNECTING) {
      job.checkStopped();
      Thread.sleep(GLANCE);
      storage = row(uuid);
    }
    rules.check(storage, Purpose.TRANSFER);
    return storage;
  }

  /** A storage whatever its status; its driver connects by itself. */
  CopyTarget any(String uuid, Job job) {
    return target(row(uuid), job);
  }

  private CopyTarget target(StorageRow storage, Job job) {
    return new CopyTarget(storage, drivers.of(storage.uuid()), new AddedImage(job).place());
  }

  private StorageRow row(String uuid) {
    return database.read(sql -> StorageRows.require(uuid, sql));
  }
}
