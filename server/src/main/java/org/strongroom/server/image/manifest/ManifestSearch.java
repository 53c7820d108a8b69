package org.strongroom.server.image.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;

/** Finds the images on a storage by what lies there alone. */
public final class ManifestSearch {
  private static final Logger log = LoggerFactory.getLogger(ManifestSearch.class);

  private ManifestSearch() {}

  /**
   * An image that lies on a storage, complete by its length.
   *
   * @param manifestBytes length of its manifest there
   */
  record Found(ImageManifest manifest, ImagePlace place, long manifestBytes) {}

  /**
   * Goes through all images whose file is there with the length that its manifest tells.
   *
   * @param found told each
   * @param skipped told what looks like a manifest and is none that can be taken
   */
  static void forEach(StorageDriver driver, Consumer<Found> found, Consumer<StoragePath> skipped)
      throws StorageException {
    for (String kind : List.of(ImagePlace.ROOT_VOLUMES, ImagePlace.DATA_VOLUMES)) {
      for (StorageEntry account : entries(driver, StoragePath.of(kind))) {
        if (account.path().name().startsWith(ImagePlace.ACCOUNT_PREFIX)) {
          for (StorageEntry image : entries(driver, account.path())) {
            inspect(driver, image.path(), found, skipped);
          }
        }
      }
    }
  }

  /** What lies in a directory; nothing if it is none. */
  static List<StorageEntry> entries(StorageDriver driver, StoragePath directory)
      throws StorageException {
    try {
      return driver.list(directory);
    } catch (StorageException e) {
      if (isAboutTheEntry(e)) {
        return List.of();
      }
      throw e;
    }
  }

  /**
   * A link that leads out, a file of another user: it must not keep the others from being found.
   */
  private static boolean isAboutTheEntry(StorageException e) {
    return switch (e.reason()) {
      case NOT_FOUND, WRONG_TYPE, PERMISSION_DENIED -> true;
      default -> false;
    };
  }

  private static void inspect(
      StorageDriver driver,
      StoragePath directory,
      Consumer<Found> found,
      Consumer<StoragePath> skipped)
      throws StorageException {
    List<StorageEntry> entries = entries(driver, directory);
    for (StorageEntry entry : entries) {
      if (entry.path().name().endsWith(ImagePlace.MANIFEST_SUFFIX)) {
        Optional<ImageManifest> manifest = read(driver, entry);
        manifest
            .filter(m -> ImagePlace.isOf(m.uuid(), directory) && isThere(m, entries))
            .ifPresentOrElse(
                m ->
                    found.accept(
                        new Found(m, new ImagePlace(directory.resolve(m.file())), entry.size())),
                () -> {
                  log.warn("{} does not describe what lies beside it", entry.path());
                  skipped.accept(entry.path());
                });
      }
    }
  }

  private static boolean isThere(ImageManifest manifest, List<StorageEntry> entries) {
    return entries.stream()
        .anyMatch(entry ->
            entry.kind() == StorageEntry.Kind.FILE
                && entry.path().name().equals(manifest.file())
                && entry.size() == manifest.actualSize());
  }

  /** Reads a manifest; empty if it is none, or says what cannot be. */
  static Optional<ImageManifest> read(StorageDriver driver, StorageEntry entry)
      throws StorageException {
    if (entry.kind() != StorageEntry.Kind.FILE || entry.size() > ImageManifest.MOST_BYTES) {
      return Optional.empty();
    }
    try (InputStream stream = driver.read(entry.path(), 0)) {
      Optional<ImageManifest> manifest =
          ImageManifest.read(stream.readNBytes(ImageManifest.MOST_BYTES));
      Optional<String> objection = manifest.flatMap(ManifestRules::objection);
      objection.ifPresent(why -> log.warn("{} is not believed: {}", entry.path(), why));
      return objection.isPresent() ? Optional.empty() : manifest;
    } catch (StorageException e) {
      if (isAboutTheEntry(e)) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Reason.FAILED, entry.path() + " cannot be read", e);
    }
  }
}
