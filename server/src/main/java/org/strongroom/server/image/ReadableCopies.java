package org.strongroom.server.image;

import static org.strongroom.server.catalog.ImageTable.IMAGE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Record;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.backupstorage.Purpose;
import org.strongroom.server.backupstorage.StorageDrivers;
import org.strongroom.server.backupstorage.StorageRow;
import org.strongroom.server.backupstorage.StorageRows;
import org.strongroom.server.backupstorage.StorageRules;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;

/** Finds a copy of an image that can be read now. */
final class ReadableCopies {
  private final Database database;
  private final ImageRows rows;
  private final StorageDrivers drivers;
  private final StorageRules rules;

  ReadableCopies(Database database, ImageRows rows, StorageDrivers drivers, StorageRules rules) {
    this.database = database;
    this.rows = rows;
    this.drivers = drivers;
    this.rules = rules;
  }

  /**
   * The first healthy copy.
   *
   * @param storageUuid the only storage that will do, if one is named
   * @param purpose what for
   * @throws ApiException SYS.1003, ID.1002; SYS.1006 that says of each copy what is in the way
   */
  Chosen first(String imageUuid, Optional<String> storageUuid, Purpose purpose, Caller caller) {
    Record image = database.read(sql -> rows.required(imageUuid, caller, sql));
    List<String> obstacles = new ArrayList<>();
    for (ImageCopy copy : database.read(sql -> rows.copies(imageUuid, sql))) {
      if (storageUuid.isEmpty() || storageUuid.get().equals(copy.storageUuid())) {
        try {
          return readable(image, copy, purpose);
        } catch (ApiException e) {
          obstacles.add(e.error().details());
        } catch (StorageException e) {
          obstacles.add("'%s': %s".formatted(copy.storageName(), e.getMessage()));
        }
      }
    }
    throw new ApiException(
        ErrorCode.OPERATION_FAILED,
        "no copy of the image %s can be read%s"
            .formatted(imageUuid, obstacles.isEmpty() ? "" : ": " + String.join("; ", obstacles)));
  }

  private Chosen readable(Record image, ImageCopy copy, Purpose purpose) throws StorageException {
    if (!copy.is(ImageRows.READY)) {
      throw ApiException.refused(
          "the copy on '%s' is %s, not Ready".formatted(copy.storageName(), copy.status()));
    }
    StorageRow storage = database.read(sql -> StorageRows.require(copy.storageUuid(), sql));
    rules.check(storage, purpose);
    StorageDriver driver = drivers.of(storage.uuid());
    StorageEntry entry =
        driver
            .stat(copy.place().file())
            .filter(found -> found.kind() == StorageEntry.Kind.FILE)
            .orElseThrow(() ->
                new StorageException(
                    StorageException.Reason.NOT_FOUND, copy.installPath() + " is missing"));
    return new Chosen(
        copy, storage, driver, image.get(IMAGE.NAME), image.get(IMAGE.ACTUAL_SIZE), entry.size());
  }

  /**
   * A copy that can be read.
   *
   * @param expectedSize bytes that the image has
   * @param size bytes that lie there
   */
  record Chosen(
      ImageCopy copy,
      StorageRow storage,
      StorageDriver driver,
      String imageName,
      long expectedSize,
      long size) {}
}
