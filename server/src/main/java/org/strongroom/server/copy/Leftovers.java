package org.strongroom.server.copy;

import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.upkeep.Garbage;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.storage.driver.StoragePath;

/** What jobs could not take back: garbage collection does, and until then its room is not free. */
public record Leftovers(Reservations reservations, Garbage garbage) {
  /**
   * Has a file, or a directory with all below it, removed as soon as its storage can be reached. If
   * the storage is gone, so are its bytes.
   *
   * @param mayRemain bytes that may lie there, at most
   * @param reason for the administrator, such as {@code image could not be added}
   */
  public void leave(
      String storageUuid,
      StoragePath path,
      long mayRemain,
      String reason,
      Transaction transaction) {
    if (StorageRows.find(storageUuid, transaction.sql()).isPresent()) {
      reservations.use(storageUuid, mayRemain, transaction);
      garbage.add(storageUuid, path, mayRemain, reason, transaction);
    }
  }
}
