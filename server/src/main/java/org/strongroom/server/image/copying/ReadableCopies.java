package org.strongroom.server.image.copying;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jooq.Record;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.image.record.CopyDamage;
import org.strongroom.server.image.record.CopySelection;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.job.IoErrors;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.format.ImageFormat;

/**
 * Finds a copy of an image that can be read now. What is missing or has another length on the way
 * is recorded as damaged, and the next copy serves in its place.
 */
public final class ReadableCopies {
  private final Database database;
  private final ImageRows rows;
  private final StorageDrivers drivers;
  private final StorageRules rules;
  private final CopyDamage damage;

  public ReadableCopies(
      Database database,
      ImageRows rows,
      StorageDrivers drivers,
      StorageRules rules,
      CopyDamage damage) {
    this.database = database;
    this.rows = rows;
    this.drivers = drivers;
    this.rules = rules;
    this.damage = damage;
  }

  /** Which copies will do. */
  public enum Wanted {
    /** Those that are good as far as is known. */
    GOOD,
    /** Those, and good ones whose length is not the one that was stored. */
    ANY_LENGTH,
    /** Those, and Damaged ones: to find out whether they still are. */
    DAMAGED_TOO
  }

  /**
   * The first good copy.
   *
   * @param storageUuid the only storage that will do, if one is named
   * @param purpose what for
   * @throws ApiException SYS.1003; SYS.1006 that says of each copy what is in the way; SYS.1007 if
   *     the storage that is named has none
   */
  public Chosen first(String imageUuid, Optional<String> storageUuid, Purpose purpose, Call call) {
    return first(imageUuid, storageUuid, Wanted.GOOD, purpose, call);
  }

  /**
   * The first good copy of a choice.
   *
   * @param choice of the copies, in the order in which they are tried
   * @throws ApiException as {@link #first(String, Optional, Purpose, Call)}
   */
  public Chosen first(
      String imageUuid, UnaryOperator<List<ImageCopy>> choice, Purpose purpose, Call call) {
    return first(imageUuid, choice, Wanted.GOOD, purpose, call);
  }

  /** The first copy that will do, as {@link #first(String, Optional, Purpose, Call)}. */
  public Chosen first(
      String imageUuid, Optional<String> storageUuid, Wanted wanted, Purpose purpose, Call call) {
    List<String> only = storageUuid.stream().toList();
    return first(
        imageUuid, all -> CopySelection.required(imageUuid, all, only), wanted, purpose, call);
  }

  private Chosen first(
      String imageUuid,
      UnaryOperator<List<ImageCopy>> choice,
      Wanted wanted,
      Purpose purpose,
      Call call) {
    Record image = database.read(sql -> rows.visible(imageUuid, call.caller(), sql));
    List<String> obstacles = new ArrayList<>();
    boolean away = true;
    for (ImageCopy copy : choice.apply(database.read(sql -> rows.copies(imageUuid, sql)))) {
      try {
        return readable(image, copy, wanted, purpose, call);
      } catch (ApiException e) {
        obstacles.add(e.error().details());
        away &= e.isAway();
      } catch (StorageException e) {
        obstacles.add("'%s': %s".formatted(copy.storageName(), e.getMessage()));
        away &= IoErrors.isAway(e);
      }
    }
    String none =
        "no copy of the image %s can be read%s"
            .formatted(imageUuid, obstacles.isEmpty() ? "" : ": " + String.join("; ", obstacles));
    throw away && !obstacles.isEmpty() ? ApiException.away(none) : ApiException.refused(none);
  }

  private Chosen readable(Record image, ImageCopy copy, Wanted wanted, Purpose purpose, Call call)
      throws StorageException {
    checkStatus(copy, wanted);
    StorageRow storage = database.read(sql -> StorageRows.require(copy.storageUuid(), sql));
    rules.check(storage, purpose);
    StorageDriver driver = drivers.of(storage.uuid());
    long expected = ImageRows.length(image);
    StorageEntry entry = entry(driver, copy, call);
    if (entry.size() != expected && wanted != Wanted.ANY_LENGTH) {
      String how = "it has %d of %d bytes".formatted(entry.size(), expected);
      damage.found(copy, how, call);
      throw ApiException.refused(
          "the copy on '%s' is damaged: %s".formatted(copy.storageName(), how));
    }
    return new Chosen(
        copy,
        storage,
        driver,
        image.get(IMAGE.NAME),
        Optional.ofNullable(image.get(IMAGE.FORMAT)).flatMap(ImageFormat::ofWireName),
        expected,
        entry.size());
  }

  private static void checkStatus(ImageCopy copy, Wanted wanted) {
    if (copy.is(ImageRows.DAMAGED) && wanted != Wanted.DAMAGED_TOO) {
      throw ApiException.refused(
          "the copy on '%s' is damaged: %s"
              .formatted(copy.storageName(), copy.damage().orElse("")));
    }
    if (!copy.is(ImageRows.READY) && !copy.is(ImageRows.DAMAGED)) {
      throw ApiException.refused(
          "the copy on '%s' is %s, not Ready".formatted(copy.storageName(), copy.status()));
    }
  }

  private StorageEntry entry(StorageDriver driver, ImageCopy copy, Call call)
      throws StorageException {
    try {
      StorageEntry entry =
          driver
              .stat(copy.place().file())
              .orElseThrow(() ->
                  new StorageException(
                      StorageException.Reason.NOT_FOUND, copy.installPath() + " is missing"));
      if (entry.kind() != StorageEntry.Kind.FILE) {
        throw new StorageException(
            StorageException.Reason.WRONG_TYPE, copy.installPath() + " is not a file");
      }
      return entry;
    } catch (StorageException e) {
      damage.suspect(copy, e, call);
      throw e;
    }
  }

  /**
   * A copy that can be read.
   *
   * @param format of the image; empty if its bytes have to tell it
   * @param expectedSize bytes that the image has
   * @param size bytes that lie there
   */
  public record Chosen(
      ImageCopy copy,
      StorageRow storage,
      StorageDriver driver,
      String imageName,
      Optional<ImageFormat> format,
      long expectedSize,
      long size) {}
}
