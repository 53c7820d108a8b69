package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.sftp.wire.SftpAttributes;
import org.strongroom.storage.driver.sftp.wire.SftpEntry;
import org.strongroom.storage.driver.sftp.wire.SftpFiles;
import org.strongroom.storage.driver.sftp.wire.SftpPath;
import org.strongroom.storage.driver.sftp.wire.SftpStatus;
import org.strongroom.storage.driver.sftp.wire.SftpStatusException;

/** Makes, syncs and removes directories of a server. */
final class RemoteDirectories {
  private final SftpFiles files;
  private final RemoteSync sync;

  RemoteDirectories(SftpFiles files, RemoteSync sync) {
    this.files = files;
    this.sync = sync;
  }

  /** Makes a directory and its parents durably; fine if they are there. */
  void make(String path) throws IOException {
    if (isDirectory(SftpPath.of(path))) {
      return;
    }
    for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
      makeOne(path.substring(0, end));
    }
    makeOne(path);
  }

  private void makeOne(String path) throws IOException {
    int slash = path.lastIndexOf('/');
    String parent = slash < 0 ? "." : path.substring(0, Math.max(1, slash));
    makeOne(SftpPath.of(path), SftpPath.of(parent));
  }

  /**
   * Makes a directory of the storage and its parents durably; never through a link that leads out.
   */
  void make(RemotePaths paths, StoragePath path) throws IOException {
    if (path.segments().isEmpty() || isThere(paths, path)) {
      return;
    }
    make(paths, path.parent());
    makeOne(paths.place(path), paths.target(path.parent()));
  }

  private boolean isThere(RemotePaths paths, StoragePath path) throws IOException {
    try {
      return isDirectory(paths.target(path));
    } catch (SftpStatusException e) {
      if (e.status() == SftpStatus.NO_SUCH_FILE) {
        return false;
      }
      throw e;
    }
  }

  private void makeOne(SftpPath directory, SftpPath parent) throws IOException {
    if (isDirectory(directory)) {
      return;
    }
    try {
      files.makeDirectory(directory);
    } catch (SftpStatusException e) {
      // Another writer may have been faster.
      if (e.status() != SftpStatus.FAILURE || !isDirectory(directory)) {
        throw e;
      }
    }
    sync.directory(parent);
  }

  /**
   * Links are followed here: a root or its parents may well be links.
   *
   * @throws StorageException WRONG_TYPE if something else is there
   */
  private boolean isDirectory(SftpPath path) throws IOException {
    Optional<SftpAttributes> found = files.stat(path);
    if (found.isPresent() && !found.get().isDirectory()) {
      throw new StorageException(Reason.WRONG_TYPE, path + " is not a directory");
    }
    return found.isPresent();
  }

  /** Removes a directory with all below it, or a file or link; missing is fine. */
  void removeTree(SftpPath path) throws IOException {
    Optional<SftpAttributes> found = files.lstat(path);
    if (found.isEmpty()) {
      return;
    }
    if (!found.get().isDirectory()) {
      removeIfThere(path);
      return;
    }
    Deque<SftpPath> open = new ArrayDeque<>();
    open.push(path);
    while (!open.isEmpty()) {
      SftpPath directory = open.peek();
      try {
        if (empty(directory, open)) {
          files.removeDirectory(directory);
          open.pop();
        }
      } catch (SftpStatusException e) {
        if (e.status() != SftpStatus.NO_SUCH_FILE) {
          throw e;
        }
        open.pop(); // somebody else removes the tree too, which is no reason to leave the rest
      }
    }
  }

  /**
   * Removes the files of a directory.
   *
   * @param open gets the directories in it, which have to go before
   * @return whether there are none
   */
  private boolean empty(SftpPath directory, Deque<SftpPath> open) throws IOException {
    boolean empty = true;
    for (SftpEntry entry : files.list(directory)) {
      SftpPath child = directory.resolve(entry.name());
      if (entry.attributes().isDirectory()) {
        open.push(child);
        empty = false;
      } else {
        removeIfThere(child);
      }
    }
    return empty;
  }

  void removeIfThere(SftpPath file) throws IOException {
    try {
      files.removeFile(file);
    } catch (SftpStatusException e) {
      if (e.status() != SftpStatus.NO_SUCH_FILE) {
        throw e;
      }
    }
  }
}
