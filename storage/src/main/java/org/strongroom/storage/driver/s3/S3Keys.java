package org.strongroom.storage.driver.s3;

import java.util.Optional;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.s3.bucket.ObjectKey;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.call.BucketException;

/** The keys of a storage's objects, and the paths that they stand for. */
record S3Keys(S3Place place) {

  /**
   * The key of a file.
   *
   * @throws StorageException FAILED if no object can have it as its name
   */
  String of(StoragePath path) throws StorageException {
    String key = place.directory() + path;
    try {
      return ObjectKey.checked(key);
    } catch (BucketException e) {
      throw new StorageException(Reason.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /** What the keys of all that is in a directory begin with. */
  String below(StoragePath directory) throws StorageException {
    return directory.equals(StoragePath.ROOT) ? place.directory() : of(directory) + "/";
  }

  /** The path of an object that lies in a directory; empty for names that no file can have. */
  static Optional<StoragePath> path(StoragePath directory, String below, String key) {
    if (!key.startsWith(below)) {
      return Optional.empty(); // a store that answers something else than it was asked
    }
    String name = key.substring(below.length());
    try {
      return Optional.of(directory.resolve(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
