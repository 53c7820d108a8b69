package org.strongroom.server.backupstorage.marker;

import java.util.List;
import org.strongroom.server.job.Lease;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.layer.FencedDriver;

/**
 * Whoever changes a storage's marker: what is asked right before, and what unfinished files of it
 * are called.
 *
 * @param fence asked before each effect
 * @param writeIds of the writer and of those before it that can not be at work any more; the last
 *     one is the writer's own
 */
public record MarkedBy(Fence fence, List<String> writeIds) {

  /** A run of a job, after all earlier runs of it. */
  public static MarkedBy job(Lease lease) {
    return new MarkedBy(lease, lease.writeIds());
  }

  /**
   * A node that watches over a storage.
   *
   * @param fence whether it still may
   */
  public static MarkedBy watcher(String storageUuid, Fence fence) {
    return new MarkedBy(fence, List.of(storageUuid));
  }

  StorageDriver fenced(StorageDriver driver) {
    return new FencedDriver(driver, fence);
  }

  /**
   * Removes what an earlier attempt has left unfinished, and what a watcher has that was allowed to
   * write and then paused: its rename finds nothing any more.
   */
  void clear(StorageDriver driver, String storageUuid) throws StorageException {
    StorageDriver fenced = fenced(driver);
    fenced.abandon(StorageMarker.PATH, storageUuid);
    for (String writeId : writeIds) {
      if (!writeId.equals(storageUuid)) {
        fenced.abandon(StorageMarker.PATH, writeId);
      }
    }
  }

  String writeId() {
    return writeIds.getLast();
  }
}
