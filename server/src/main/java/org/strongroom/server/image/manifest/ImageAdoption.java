package org.strongroom.server.image.manifest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.upkeep.Rescan;
import org.strongroom.server.backupstorage.upkeep.RescanReport.Kind;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.image.record.CopyRemoval;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.transfer.Verification;

/** Takes an image into the catalog that lies on a storage and is not known to lie there. */
public final class ImageAdoption {
  private final Database database;
  private final ImageRows rows;
  private final ManifestImport manifests;
  private final CopyRemoval removal;
  private final Reservations reservations;

  public ImageAdoption(
      Database database,
      ImageRows rows,
      ManifestImport manifests,
      CopyRemoval removal,
      Reservations reservations) {
    this.database = database;
    this.rows = rows;
    this.manifests = manifests;
    this.removal = removal;
    this.reservations = reservations;
  }

  /**
   * Takes in what a directory holds, or reports that it would be.
   *
   * @param explained gets the names of the files that belong to what was taken in
   * @return why not; empty if it was
   */
  Optional<String> adopt(
      StoragePath directory, List<StorageEntry> entries, Set<String> explained, Rescan rescan)
      throws StorageException {
    Optional<StorageEntry> manifest =
        entries.stream()
            .filter(entry -> entry.kind() == StorageEntry.Kind.FILE)
            .filter(entry -> entry.path().name().endsWith(ImagePlace.MANIFEST_SUFFIX))
            .findFirst();
    if (manifest.isEmpty()) {
      return entries.isEmpty() ? empty(directory, rescan) : Optional.of("no manifest beside it");
    }
    Optional<ImageManifest> read = ManifestSearch.read(rescan.driver(), manifest.get());
    if (read.isEmpty()) {
      return Optional.of("its manifest cannot be read");
    }
    Optional<String> wrong = wrong(read.get(), directory, entries);
    if (wrong.isPresent()) {
      return wrong;
    }
    ManifestSearch.Found found =
        new ManifestSearch.Found(
            read.get(),
            new ImagePlace(directory.resolve(read.get().file())),
            manifest.get().size());
    wrong = rescan.verify() ? verify(found, rescan) : Optional.empty();
    if (wrong.isEmpty()) {
      wrong = take(found, rescan);
    }
    if (wrong.isEmpty()) {
      explained.add(read.get().file());
      explained.add(manifest.get().path().name());
    }
    return wrong;
  }

  private static Optional<String> empty(StoragePath directory, Rescan rescan) {
    rescan
        .report()
        .add(Kind.LEFTOVER, directory.toString(), null, null, 0, "an empty directory of an image");
    return Optional.empty();
  }

  private static Optional<String> wrong(
      ImageManifest manifest, StoragePath directory, List<StorageEntry> entries) {
    if (!ImagePlace.isOf(manifest.uuid(), directory) || !Uuid.isUuid(manifest.uuid())) {
      return Optional.of("its manifest is of another image");
    }
    Optional<StorageEntry> file =
        entries.stream()
            .filter(entry -> entry.kind() == StorageEntry.Kind.FILE)
            .filter(entry -> entry.path().name().equals(manifest.file()))
            .findFirst();
    if (file.isEmpty()) {
      return Optional.of("the file that its manifest describes is missing");
    }
    return file.get().size() == manifest.actualSize()
        ? Optional.empty()
        : Optional.of(
            "the file has %d of the %d bytes that its manifest tells"
                .formatted(file.get().size(), manifest.actualSize()));
  }

  private static Optional<String> verify(ManifestSearch.Found found, Rescan rescan)
      throws StorageException {
    try {
      Verification.verify(
          rescan.driver(),
          found.place().file(),
          found.manifest().sha256(),
          bytes -> rescan.job().checkStopped());
      return Optional.empty();
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      return Optional.of("its bytes are not those that its manifest tells");
    }
  }

  private Optional<String> take(ManifestSearch.Found found, Rescan rescan) throws StorageException {
    ImageManifest manifest = found.manifest();
    if (rescan.dryRun()) {
      if (database.read(sql -> manifests.isAnother(manifest, sql))) {
        return Optional.of("the catalog has another image of this uuid");
      }
    } else {
      boolean added =
          database.write(transaction ->
              manifests.add(found, rescan.storage(), rescan.job().call(), transaction));
      if (!added) {
        return Optional.of("the catalog has another image of this uuid");
      }
      if (rescan.driver().stat(found.place().file()).isEmpty()) {
        forget(manifest.uuid(), rescan);
        return Optional.empty(); // deleted while it was looked at
      }
    }
    rescan
        .report()
        .add(
            Kind.ADOPTED,
            found.place().file().toString(),
            manifest.uuid(),
            manifest.name(),
            manifest.actualSize(),
            null);
    return Optional.empty();
  }

  private void forget(String imageUuid, Rescan rescan) {
    database.write(transaction -> {
      List<ImageCopy> gone =
          rows.copies(imageUuid, transaction.sql()).stream()
              .filter(copy -> copy.storageUuid().equals(rescan.storage().uuid()))
              .toList();
      gone.forEach(copy -> reservations.use(copy.storageUuid(), -copy.accounted(), transaction));
      removal.forgetCopies(gone, "its file is gone", rescan.job().call(), transaction);
      return gone;
    });
  }
}
