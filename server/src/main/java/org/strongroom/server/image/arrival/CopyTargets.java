package org.strongroom.server.image.arrival;

import java.util.List;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StorageException;

/** Finds the storages of a job that adds an image. */
public final class CopyTargets {
  private final ReadyStorages storages;

  public CopyTargets(ReadyStorages storages) {
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
      targets.add(target(storages.await(uuid, Purpose.GO_ON, job), job));
    }
    return targets;
  }

  /**
   * A storage whatever its status; its driver connects by itself.
   *
   * @throws ApiException SYS.1003 if it is gone
   * @throws StorageException if it can not be reached, or what is mounted there is not the storage
   */
  public CopyTarget any(String uuid, Job job) throws StorageException {
    return target(storages.any(uuid, job), job);
  }

  private static CopyTarget target(ReadyStorages.Ready storage, Job job) {
    return new CopyTarget(storage.storage(), storage.driver(), new AddedImage(job).place().file());
  }
}
