package org.strongroom.storage.driver.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;

/**
 * Finds where storage paths lie. Links on the way are resolved and refused if they lead out of the
 * root; a link in the last place is left alone by {@link #place}.
 */
final class LocalPaths {
  private final Path root;

  LocalPaths(Path root) {
    this.root = root;
  }

  /** The root with its links resolved. */
  Path root() throws IOException {
    return root.toRealPath();
  }

  /** Where the path itself lies, its parents resolved. */
  Path place(StoragePath path) throws IOException {
    return path.segments().isEmpty() ? root() : target(path.parent()).resolve(path.name());
  }

  /** What the path leads to, links resolved. */
  Path target(StoragePath path) throws IOException {
    Path realRoot = root();
    Path resolved = realRoot.resolve(path.toString()).toRealPath();
    if (!resolved.startsWith(realRoot)) {
      throw new StorageException(
          Reason.PERMISSION_DENIED, path + ": a symbolic link leads out of the storage");
    }
    return resolved;
  }

  /** Makes a directory and its parents durably; fine if they are there. */
  Path makeDirectories(StoragePath path) throws IOException {
    try {
      Path there = target(path);
      requireDirectory(there, path);
      return there;
    } catch (NoSuchFileException e) {
      if (path.segments().isEmpty()) {
        throw e;
      }
    }
    Path parent = makeDirectories(path.parent());
    Path made = parent.resolve(path.name());
    Lane.requireWanted();
    try {
      Files.createDirectory(made);
    } catch (FileAlreadyExistsException e) {
      // Another writer may have been faster.
      requireDirectory(target(path), path);
    }
    sync(parent);
    return made;
  }

  private static void requireDirectory(Path found, StoragePath path) throws StorageException {
    if (!Files.isDirectory(found, LinkOption.NOFOLLOW_LINKS)) {
      throw new StorageException(Reason.WRONG_TYPE, path + " is not a directory");
    }
  }

  /** Brings a directory's entries to the disk. */
  static void sync(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
