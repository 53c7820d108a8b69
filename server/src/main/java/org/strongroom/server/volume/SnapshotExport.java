package org.strongroom.server.volume;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.inventory.VolumeSnapshotExportInventory;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.repository.OpenGeneration;

/**
 * A volume snapshot that is served.
 *
 * @param served ends the serving and cuts off who reads
 * @param generation closed after that
 * @param end when it ends by itself, as {@link System#nanoTime} tells it
 */
record SnapshotExport(
    VolumeSnapshotExportInventory inventory,
    Closeable served,
    OpenGeneration generation,
    long end) {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotExport.class);

  boolean isOver() {
    return System.nanoTime() - end >= 0;
  }

  /** Whether it shows this copy. */
  boolean shows(SnapshotCopy copy) {
    return inventory.volumeSnapshotUuid().equals(copy.snapshotUuid())
        && inventory.backupStorageUuid().equals(copy.storageUuid());
  }

  /** Cuts off who reads. */
  void cut() {
    close(served);
  }

  /** Cuts off who reads, and gives the repository back; waits for the storage. */
  void close() {
    cut();
    close(generation);
  }

  private void close(Closeable one) {
    try {
      one.close();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the export {} was not closed well: {}", inventory.uuid(), e.toString());
    }
  }
}
