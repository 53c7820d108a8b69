package org.strongroom.server.backupnode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strongroom.server.backupstorage.StorageParts;
import org.strongroom.server.backupstorage.access.StorageAccess;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;

/** The directories that lead to a node's own, seen from the root of its server. */
final class ServerDirectories {
  private final StorageDriver server;

  /**
   * @param server a driver whose root is the server's
   */
  ServerDirectories(StorageDriver server) {
    this.server = server;
  }

  /** A driver for the whole of the server that a storage is on. */
  static StorageDriver driver(StorageParts parts, StorageRow storage, StorageAccess access) {
    return parts.factory().make(new StorageAccess(storage.uuid(), "/", access.ssh()));
  }

  /** The outermost directory on the way that is not there; empty if all are. */
  Optional<String> firstMissing(String directory) throws StorageException {
    for (String step : way(directory)) {
      if (server.stat(path(step)).isEmpty()) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  /** Removes a directory and those around it, up to one of them, as long as they are empty. */
  void removeEmpty(String directory, String outermost) throws StorageException {
    List<String> way = way(directory);
    for (String step : way.subList(Math.max(0, way.indexOf(outermost)), way.size()).reversed()) {
      try {
        server.delete(path(step));
      } catch (StorageException e) {
        if (e.reason() == Reason.FAILED || e.reason() == Reason.PERMISSION_DENIED) {
          return; // something of somebody else's lies in it
        }
        throw e;
      }
    }
  }

  /** The directories from the outermost to the one itself. */
  private static List<String> way(String directory) {
    List<String> way = new ArrayList<>();
    for (int end = directory.indexOf('/', 1); end > 0; end = directory.indexOf('/', end + 1)) {
      way.add(directory.substring(0, end));
    }
    way.add(directory);
    return way;
  }

  private static StoragePath path(String absolute) {
    return StoragePath.of(absolute.substring(1));
  }
}
