package org.strongroom.server.image;

import org.strongroom.server.backupstorage.StorageRow;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.WriteTurn;

/** A storage that is to get a copy, and where on it. */
record CopyTarget(StorageRow storage, StorageDriver driver, ImagePlace place) {

  /** Begins to write a file of the image; failures name the storage. */
  AtomicWrite create(StoragePath file, String writeId, long expectedLength)
      throws StorageException {
    try {
      return new NamedWrite(driver.create(file, writeId, expectedLength), storage.label());
    } catch (StorageException e) {
      throw NamedWrite.named(e, storage.label());
    }
  }

  /** Begins to write the image in a turn that is had already. */
  AtomicWrite create(WriteTurn turn, String writeId, long expectedLength) throws StorageException {
    try {
      return new NamedWrite(turn.create(place.file(), writeId, expectedLength), storage.label());
    } catch (StorageException e) {
      throw NamedWrite.named(e, storage.label());
    }
  }

  /** Goes on to write the image behind the bytes that are there. */
  AtomicWrite resume(WriteTurn turn, String writeId, long offset, long expectedLength)
      throws StorageException {
    try {
      return new NamedWrite(
          turn.resume(place.file(), writeId, offset, expectedLength), storage.label());
    } catch (StorageException e) {
      throw NamedWrite.named(e, storage.label());
    }
  }

  /** Removes what this run of a job and earlier ones have not finished. */
  void abandonEarlier(String writeId) throws StorageException {
    try {
      driver.abandonEarlier(place.file(), writeId);
    } catch (StorageException e) {
      throw NamedWrite.named(e, storage.label());
    }
  }

  /** Whether anything lies in the image's directory. */
  boolean isTaken() throws StorageException {
    try {
      return !driver.list(place.directory()).isEmpty();
    } catch (StorageException e) {
      if (e.reason() == StorageException.Reason.NOT_FOUND) {
        return false;
      }
      throw NamedWrite.named(e, storage.label());
    }
  }

  /** Removes whatever lies in the image's directory. */
  void clear() throws StorageException {
    try {
      driver.deleteTree(place.directory());
    } catch (StorageException e) {
      throw NamedWrite.named(e, storage.label());
    }
  }
}
