package org.strongroom.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.configuration.ConfigurationException;
import org.strongroom.server.secret.SecretFile;

/** The directory that holds what a server keeps for itself; locked as long as the server runs. */
final class DataDirectory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  /** What shows that a directory is a server's, or was made ready for one. */
  private static final List<String> OWN_FILES = List.of("lock", "key.json", "strongroom.db");

  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes the directory if it is not there, and locks it. Its mode is 0700, also if it was there
   * with a wider one: sessions, digests of passwords and the key lie in it.
   *
   * @throws ConfigurationException if another server uses it, or it holds what is not Strongroom's
   *     while others may enter it
   */
  static DataDirectory open(Path path) {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PRIVATE);
      } else if (!PRIVATE.containsAll(Files.getPosixFilePermissions(path))) {
        close(path);
      }
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new ConfigurationException(
            "another server uses the data directory " + path + "; stop it or set data.dir");
      }
      return new DataDirectory(path.toRealPath(), channel);
    } catch (IOException e) {
      throw new ConfigurationException(
          "cannot use the data directory %s: %s; name another by data.dir, or make this one readable and writable"
              .formatted(path, e));
    }
  }

  /** Shuts others out of a directory that is there, unless it is theirs too. */
  private static void close(Path path) throws IOException {
    try (var entries = Files.list(path)) {
      boolean ours = OWN_FILES.stream().anyMatch(name -> Files.exists(path.resolve(name)));
      if (!ours && entries.findAny().isPresent()) {
        throw new ConfigurationException(
            "the data directory %s holds other files, and others may enter it: name an empty directory by data.dir, or run chmod 700 on it"
                .formatted(path));
      }
    }
    try {
      Files.setPosixFilePermissions(path, PRIVATE);
      log.warn("the data directory {} was open to others; its mode is 0700 now", path);
    } catch (IOException e) {
      throw new ConfigurationException(
          "the data directory %s is open to others, and this user may not change that: run chmod 700 on it"
              .formatted(path));
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another server in this process
    }
  }

  Path path() {
    return path;
  }

  Path keyFile() {
    return path.resolve("key.json");
  }

  Path adminPasswordFile() {
    return path.resolve("admin-password");
  }

  /** Keeps a text where only this user can read it; it is durable when this returns. */
  void writeSecret(Path file, String text) {
    try {
      SecretFile.write(file, text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
