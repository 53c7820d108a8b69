package org.strongroom.storage.driver;

import java.util.Optional;

/**
 * A file and what its bytes come to.
 *
 * @param size bytes
 * @param digest lower-case hexadecimal
 */
public record DigestedFile(long size, String digest) {
  /** One file's; empty if it is not there. */
  public static Optional<DigestedFile> of(
      StorageDriver driver, StoragePath path, DigestAlgorithm algorithm) throws StorageException {
    try {
      Optional<StorageEntry> entry = driver.stat(path);
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new DigestedFile(entry.get().size(), driver.digest(path, algorithm, bytes -> {})));
    } catch (StorageException e) {
      if (e.reason() == StorageException.Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
