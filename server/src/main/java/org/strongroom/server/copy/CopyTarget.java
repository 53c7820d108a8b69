package org.strongroom.server.copy;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.WriteTurn;
import org.strongroom.storage.transfer.Verification;

/**
 * A storage that is to get a copy, and where on it: the file has a directory of its own. Failures
 * name the storage.
 */
public record CopyTarget(StorageRow storage, StorageDriver driver, StoragePath file) {

  /** The directory, which is the copy's alone. */
  public StoragePath directory() {
    return file.parent();
  }

  /** A failure of the storage with its name. */
  public StorageException named(StorageException failure) {
    return NamedWrite.named(failure, storage.label());
  }

  /** Begins to write a file of the copy. */
  public AtomicWrite create(StoragePath path, String writeId, long expectedLength)
      throws StorageException {
    try {
      return new NamedWrite(driver.create(path, writeId, expectedLength), storage.label());
    } catch (StorageException e) {
      throw named(e);
    }
  }

  /** Begins to write the copy in a turn that is had already. */
  AtomicWrite create(WriteTurn turn, String writeId, long expectedLength) throws StorageException {
    try {
      return new NamedWrite(turn.create(file, writeId, expectedLength), storage.label());
    } catch (StorageException e) {
      throw named(e);
    }
  }

  /** Goes on to write the copy behind the bytes that are there. */
  AtomicWrite resume(WriteTurn turn, String writeId, long offset, long expectedLength)
      throws StorageException {
    try {
      return new NamedWrite(turn.resume(file, writeId, offset, expectedLength), storage.label());
    } catch (StorageException e) {
      throw named(e);
    }
  }

  /** Removes what this run of a job and earlier ones have not finished. */
  public void abandonEarlier(String writeId) throws StorageException {
    try {
      driver.abandonEarlier(file, writeId);
    } catch (StorageException e) {
      throw named(e);
    }
  }

  /**
   * Makes sure that the file is what was meant to be there: it is hashed where it lies, or only
   * looked for if the storage has compared the bytes as they came.
   *
   * @param sha256 in lower-case hexadecimal
   * @param proved whether the storage has
   * @param progress told the bytes hashed so far, now and then
   * @throws IOException that names the storage, if it is not or cannot be read
   */
  public void verify(long length, String sha256, boolean proved, LongConsumer progress)
      throws IOException {
    try {
      if (proved) {
        Verification.requireLength(driver, file, length);
      } else {
        Verification.verify(driver, file, sha256, progress);
      }
    } catch (StorageException e) {
      throw named(e);
    } catch (IOException e) {
      throw new IOException(storage.label() + ": " + e.getMessage(), e);
    }
  }

  /** Whether anything lies in the directory. */
  public boolean isTaken() throws StorageException {
    try {
      return !driver.list(directory()).isEmpty();
    } catch (StorageException e) {
      if (e.reason() == StorageException.Reason.NOT_FOUND) {
        return false;
      }
      throw named(e);
    }
  }

  /** Removes whatever lies in the directory. */
  public void clear() throws StorageException {
    try {
      driver.deleteTree(directory());
    } catch (StorageException e) {
      throw named(e);
    }
  }
}
