package org.strongroom.server.backupnode;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.backupstorage.StorageParts;
import org.strongroom.server.backupstorage.marker.MarkedBy;
import org.strongroom.server.backupstorage.marker.StorageMarker;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.job.Lease;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StorageEntry.Kind;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.TemporaryName;

/**
 * Removes from a node what Strongroom laid out there: unfinished files, manifests, the directories
 * of images if they are empty, the marker, and the node's directory if it was made by registering
 * and is empty. OVAs, images and whatever else lies there stay; directories that belong to another
 * storage, and this server's own data on a local node, are not even looked into.
 */
final class Uninstall {
  private static final Logger log = LoggerFactory.getLogger(Uninstall.class);
  private static final int DEEPEST = 8;
  private static final String MANIFEST = ".manifest.json";
  private static final String WRITE_TEST = ".strongroom-write-test";
  private static final Pattern LAID_OUT =
      Pattern.compile(
          "(rootVolumeTemplates|dataVolumeTemplates)(/acct-[0-9a-f]{32}(/[0-9a-f]{32}(-[0-9]+)?)?)?");

  private final StorageParts parts;
  private final ServerData serverData;

  Uninstall(StorageParts parts, ServerData serverData) {
    this.parts = parts;
    this.serverData = serverData;
  }

  /**
   * Makes sure that the node can be reached and is the right one.
   *
   * @throws StorageException that says what is in the way
   */
  void check(StorageRow storage) throws StorageException {
    StorageMarker.verify(parts.drivers().of(storage), storage);
  }

  /**
   * Removes it all. Once the marker is gone the rest is as good as done: a directory that cannot be
   * removed then stays.
   */
  void run(StorageRow storage, Lease lease) throws StorageException {
    StorageDriver driver = lease.fence(parts.drivers().of(storage));
    Optional<StorageMarker> marker = StorageMarker.read(driver);
    if (marker.isPresent() && !marker.get().storageUuid().equals(storage.uuid())) {
      throw new StorageException(
          Reason.FAILED, storage.url() + " belongs to another backup storage");
    }
    try {
      new Sweep(driver, storage).directory(StoragePath.ROOT, 0);
    } catch (StorageException e) {
      if (e.reason() == Reason.NOT_FOUND && marker.isEmpty() && lease.writeIds().size() > 1) {
        return; // an earlier run has removed it, and was cut off before it could tell
      }
      throw e;
    }
    parts.claim().release(driver, storage, Optional.empty(), MarkedBy.job(lease));
    removeDirectory(storage, lease);
  }

  private void removeDirectory(StorageRow storage, Lease lease) {
    Optional<String> made =
        parts
            .database()
            .read(sql -> NodeRows.ofStorage(storage.uuid(), sql))
            .map(NodeRow::madeDirectory);
    if (made.isEmpty()) {
      return;
    }
    try (StorageDriver server =
        ServerDirectories.driver(parts, storage, parts.accesses().of(storage))) {
      new ServerDirectories(lease.fence(server)).removeEmpty(storage.url(), made.get());
    } catch (StorageException e) {
      log.warn("the directory of {} stays: {}", storage, e.getMessage());
    }
  }

  /** The node stays: its marker is put back if it is gone. */
  void undo(StorageRow storage, Lease lease) throws StorageException {
    StorageDriver driver = parts.drivers().of(storage);
    if (StorageMarker.read(driver).isEmpty()) {
      lease.fence(driver).connect(); // makes the directory if that is gone too
      parts.claim().claim(driver, storage, MarkedBy.job(lease));
    }
  }

  /** One walk through a node's directory. */
  private final class Sweep {
    private final StorageDriver driver;
    private final StorageRow storage;

    Sweep(StorageDriver driver, StorageRow storage) {
      this.driver = driver;
      this.storage = storage;
    }

    void directory(StoragePath directory, int depth) throws StorageException {
      List<StorageEntry> entries = driver.list(directory);
      if (depth > DEEPEST || isSpared(directory, entries)) {
        return;
      }
      for (StorageEntry entry : entries) {
        String name = entry.path().name();
        if (entry.kind() == Kind.DIRECTORY) {
          directory(entry.path(), depth + 1);
          removeIfLaidOut(entry.path());
        } else if (entry.kind() == Kind.FILE
            && (TemporaryName.matches(name) || isNeedlessManifest(name, entries))) {
          driver.delete(entry.path());
        }
      }
    }

    private boolean isSpared(StoragePath directory, List<StorageEntry> entries) {
      if (directory.segments().isEmpty()) {
        return false;
      }
      String absolute = Objects.requireNonNull(storage.rootPath()) + "/" + directory;
      return entries.stream()
              .anyMatch(entry -> entry.path().name().equals(StorageMarker.PATH.name()))
          || serverData.isKeptIn(Objects.requireNonNull(storage.hostname()), absolute);
    }

    /** Images that stay keep their manifests: without it nobody would recognise them. */
    private static boolean isNeedlessManifest(String name, List<StorageEntry> entries) {
      if (!name.endsWith(MANIFEST)) {
        return false;
      }
      String described = name.substring(0, name.length() - MANIFEST.length());
      return described.endsWith(".ova")
          || described.endsWith(".ova.gz")
          || entries.stream().noneMatch(entry -> entry.path().name().equals(described));
    }

    private void removeIfLaidOut(StoragePath directory) throws StorageException {
      boolean ours =
          LAID_OUT.matcher(directory.toString()).matches()
              || directory.toString().equals(WRITE_TEST);
      if (ours && driver.list(directory).isEmpty()) {
        driver.delete(directory);
      }
    }
  }
}
