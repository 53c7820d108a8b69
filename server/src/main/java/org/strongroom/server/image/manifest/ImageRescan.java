package org.strongroom.server.image.manifest;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;
import static org.strongroom.server.catalog.system.EventTable.EVENT;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.backupstorage.upkeep.Rescan;
import org.strongroom.server.backupstorage.upkeep.RescanReport.Kind;
import org.strongroom.server.backupstorage.upkeep.StorageRescan;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.image.record.CopyDamage;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;

/**
 * Images, when a storage is looked through: what has a manifest and all its bytes is taken in, and
 * copies whose bytes are not there are Damaged.
 */
public final class ImageRescan implements StorageRescan {
  private static final int COPIES = 500;

  private final Database database;
  private final ImageRows rows;
  private final ImageAdoption adoption;
  private final CopyDamage damage;

  public ImageRescan(Database database, ImageRows rows, ImageAdoption adoption, CopyDamage damage) {
    this.database = database;
    this.rows = rows;
    this.adoption = adoption;
    this.damage = damage;
  }

  @Override
  public void run(Rescan rescan) throws StorageException {
    for (String kind : List.of(ImagePlace.ROOT_VOLUMES, ImagePlace.DATA_VOLUMES)) {
      rescan.explain(kind);
      for (StorageEntry account : ManifestSearch.entries(rescan.driver(), StoragePath.of(kind))) {
        if (account.kind() == StorageEntry.Kind.DIRECTORY
            && account.path().name().startsWith(ImagePlace.ACCOUNT_PREFIX)) {
          account(account.path(), rescan);
        } else {
          rescan.unknown(account, null);
        }
      }
    }
    lookForMissing(rescan);
  }

  private void account(StoragePath account, Rescan rescan) throws StorageException {
    for (StorageEntry image : ManifestSearch.entries(rescan.driver(), account)) {
      rescan.breathe();
      if (image.kind() == StorageEntry.Kind.DIRECTORY) {
        image(image.path(), rescan);
      } else {
        rescan.unknown(image, null);
      }
    }
  }

  private void image(StoragePath directory, Rescan rescan) throws StorageException {
    // the catalog is asked first: what begins or ends after this is not judged by what is seen
    if (database.read(sql -> isBeingRemoved(directory, rescan, sql))) {
      return;
    }
    Optional<ImageCopy> known =
        database.read(sql -> copy(ImagePlace.imageUuid(directory), rescan, sql));
    if (known.filter(copy -> copy.is(ImageRows.DOWNLOADING)).isPresent()) {
      return;
    }
    List<StorageEntry> entries = ManifestSearch.entries(rescan.driver(), directory);
    Set<String> explained = new HashSet<>();
    String reason = null;
    if (known.isEmpty()) {
      reason = adoption.adopt(directory, entries, explained, rescan).orElse(null);
    } else if (known.get().place().directory().equals(directory)) {
      explained.add(known.get().place().file().name());
      explained.add(known.get().place().manifest().name());
      reportAdoptedBefore(known.get(), rescan);
    } else {
      reason = "the catalog has this image at " + known.get().place().file();
    }
    tellOfRest(entries, explained, reason, rescan);
  }

  private static boolean isBeingRemoved(StoragePath directory, Rescan rescan, DSLContext sql) {
    return sql.fetchExists(
        GARBAGE,
        GARBAGE
            .BACKUP_STORAGE_UUID
            .eq(rescan.storage().uuid())
            .and(GARBAGE.PATH.eq(directory.toString())));
  }

  private Optional<ImageCopy> copy(String imageUuid, Rescan rescan, DSLContext sql) {
    return rows.copy(imageUuid, rescan.storage().uuid(), sql);
  }

  private static void tellOfRest(
      List<StorageEntry> entries, Set<String> explained, @Nullable String reason, Rescan rescan) {
    for (StorageEntry entry : entries) {
      if (!explained.contains(entry.path().name())) {
        rescan.unknown(entry, reason);
      }
    }
  }

  /** What this job took in before it was cut off belongs into its report. */
  private void reportAdoptedBefore(ImageCopy copy, Rescan rescan) {
    boolean byThisJob =
        database.read(sql ->
            sql.fetchExists(
                EVENT,
                EVENT
                    .RESOURCE_UUID
                    .eq(copy.imageUuid())
                    .and(EVENT.JOB_UUID.eq(rescan.job().uuid()))
                    .and(EVENT.WHAT.eq(ManifestImport.IMPORTED))));
    if (byThisJob) {
      String name =
          database
              .read(sql -> rows.find(copy.imageUuid(), sql))
              .map(image -> image.get(IMAGE.NAME))
              .orElse("");
      rescan
          .report()
          .add(
              Kind.ADOPTED,
              copy.place().file().toString(),
              copy.imageUuid(),
              name,
              copy.accounted(),
              null);
    }
  }

  private void lookForMissing(Rescan rescan) throws StorageException {
    String after = "";
    List<ImageCopy> some;
    do {
      String from = after;
      some = database.read(sql -> rows.copiesOn(rescan.storage().uuid(), from, COPIES, sql));
      for (ImageCopy copy : some) {
        after = copy.imageUuid();
        rescan.breathe();
        if (!copy.is(ImageRows.DOWNLOADING)) {
          lookFor(copy, rescan);
        }
      }
    } while (some.size() == COPIES);
  }

  private void lookFor(ImageCopy copy, Rescan rescan) throws StorageException {
    Optional<Record> image = database.read(sql -> rows.find(copy.imageUuid(), sql));
    if (image.isEmpty()) {
      return; // deleted meanwhile
    }
    long expected = ImageRows.length(image.get());
    Optional<StorageEntry> file = rescan.driver().stat(copy.place().file());
    Optional<String> how = wrong(file, expected);
    boolean still =
        how.isPresent() && database.read(sql -> copy(copy.imageUuid(), rescan, sql)).isPresent();
    if (!still) {
      return;
    }
    rescan
        .report()
        .add(
            Kind.MISSING,
            copy.place().file().toString(),
            copy.imageUuid(),
            image.get().get(IMAGE.NAME),
            expected,
            how.get());
    if (!rescan.dryRun()) {
      damage.found(copy, how.get(), rescan.job().call());
    }
  }

  private static Optional<String> wrong(Optional<StorageEntry> file, long expected) {
    if (file.isEmpty()) {
      return Optional.of("its file is missing");
    }
    if (file.get().kind() != StorageEntry.Kind.FILE) {
      return Optional.of("its place is taken: it is no file");
    }
    return file.get().size() == expected
        ? Optional.empty()
        : Optional.of("it has %d of %d bytes".formatted(file.get().size(), expected));
  }
}
