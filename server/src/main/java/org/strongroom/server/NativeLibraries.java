package org.strongroom.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where libraries unpack their native code: below the data directory, which is one server's alone,
 * and emptied at each start. In the machine's temporary directory a server that is killed would
 * leave a copy behind, each time.
 */
final class NativeLibraries implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NativeLibraries.class);

  /** What SQLite's driver and Zstandard's ask for the directory. */
  private static final List<String> PROPERTIES = List.of("org.sqlite.tmpdir", "ZstdTempFolder");

  private final String directory;

  private NativeLibraries(Path directory) {
    this.directory = directory.toString();
  }

  /**
   * Makes libraries that are loaded from now on unpack into the directory {@code native}. Those
   * that somebody gave a directory already keep it; so do all if no program may be run from there.
   *
   * @param data a server's, locked
   */
  static NativeLibraries unpackedBelow(Path data) {
    var libraries = new NativeLibraries(data.resolve("native"));
    try {
      if (empty(data.resolve("native"))) {
        PROPERTIES.stream()
            .filter(property -> System.getProperty(property) == null)
            .forEach(property -> System.setProperty(property, libraries.directory));
      }
    } catch (IOException e) {
      log.warn("native libraries are unpacked elsewhere: {}", e.toString());
    }
    return libraries;
  }

  /** Leaves an empty directory; whether code may be run from it. */
  private static boolean empty(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (var left = Files.list(directory)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
    Path probe = Files.createFile(directory.resolve("probe"));
    try {
      return probe.toFile().setExecutable(true) && Files.isExecutable(probe);
    } finally {
      Files.delete(probe);
    }
  }

  @Override
  public void close() {
    PROPERTIES.stream()
        .filter(property -> directory.equals(System.getProperty(property)))
        .forEach(System::clearProperty);
  }
}
