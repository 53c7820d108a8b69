package org.strongroom.server.backupstorage;

import java.util.Optional;
import org.strongroom.api.ApiException;
import org.strongroom.server.catalog.Database;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;

/** Puts a storage's marker into its directory, unless the directory is somebody else's. */
public final class DirectoryClaim {
  private final Database database;

  DirectoryClaim(Database database) {
    this.database = database;
  }

  /**
   * Looks whose directory it is.
   *
   * @param takeOver whether the directory of a storage that the catalog does not know may be taken
   * @return the marker that lies there
   * @throws ApiException SYS.1006 that names the storage to which it belongs
   */
  public Optional<StorageMarker> check(StorageDriver driver, StorageRow storage, boolean takeOver)
      throws StorageException {
    Optional<StorageMarker> marker = StorageMarker.read(driver);
    if (marker.isEmpty() || marker.get().storageUuid().equals(storage.uuid())) {
      return marker;
    }
    String owner = marker.get().storageUuid();
    Optional<StorageRow> known = database.read(sql -> StorageRows.find(owner, sql));
    if (known.isPresent()) {
      throw ApiException.refused(
          "the directory %s is the one of %s".formatted(storage.url(), known.get().label()));
    }
    if (!takeOver) {
      throw ApiException.refused(
          ("the directory %s holds what the backup storage %s left, which is not known here;"
                  + " importImages=true takes it over with its images")
              .formatted(storage.url(), owner));
    }
    return marker;
  }

  /** Makes the directory the storage's own. */
  public void claim(StorageDriver driver, StorageRow storage) throws StorageException {
    StorageMarker.write(driver, storage.uuid());
  }

  /** Takes the storage's marker away, or puts back the one that lay there before. */
  public void release(StorageDriver driver, StorageRow storage, Optional<String> ownerBefore)
      throws StorageException {
    boolean ours =
        StorageMarker.read(driver)
            .filter(marker -> marker.storageUuid().equals(storage.uuid()))
            .isPresent();
    if (ours && ownerBefore.isPresent()) {
      StorageMarker.write(driver, ownerBefore.get());
    } else if (ours) {
      driver.delete(StorageMarker.PATH);
    }
  }
}
