package org.strongroom.storage.transfer;

import java.util.function.LongConsumer;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;

/** The proof that a file on a storage is what was meant to be there. */
public final class Verification {
  private Verification() {}

  /**
   * Has the file hashed where it lies.
   *
   * @param sha256 what it must be, in lower-case hexadecimal
   * @param progress told the bytes hashed so far, now and then
   * @throws DigestMismatchException if it is not
   */
  public static void verify(
      StorageDriver driver, StoragePath path, String sha256, LongConsumer progress)
      throws StorageException, DigestMismatchException {
    String found = driver.digest(path, DigestAlgorithm.SHA256, progress);
    if (!found.equalsIgnoreCase(sha256)) {
      throw new DigestMismatchException("'" + path + "'", sha256, found);
    }
  }

  /**
   * Looks whether a file that was proved when it was written is there still.
   *
   * @throws StorageException FAILED if it is not, or has another length
   * @see org.strongroom.storage.driver.AtomicWrite#isProved
   */
  public static void requireLength(StorageDriver driver, StoragePath path, long length)
      throws StorageException {
    long found = driver.stat(path).map(StorageEntry::size).orElse(-1L);
    if (found != length) {
      throw new StorageException(
          Reason.FAILED,
          found < 0
              ? "'%s' is missing".formatted(path)
              : "'%s' has %d bytes instead of %d".formatted(path, found, length));
    }
  }
}
