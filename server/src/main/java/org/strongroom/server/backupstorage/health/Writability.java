package org.strongroom.server.backupstorage.health;

import java.util.Optional;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/**
 * Whether a storage that answers can be written to. One that cannot, because its file system became
 * read-only, stays Connected: what lies there is still read.
 */
final class Writability {
  private Writability() {}

  /**
   * Looks.
   *
   * @return why nothing can be written; empty if all is well
   * @throws StorageException if the storage does not answer
   */
  static Optional<String> check(StorageDriver driver) throws StorageException {
    try {
      driver.checkWritable();
      return Optional.empty();
    } catch (StorageException e) {
      if (e.reason() == Reason.UNREACHABLE || e.reason() == Reason.TIMED_OUT) {
        throw e;
      }
      return Optional.of("nothing can be written: " + e.getMessage());
    }
  }
}
