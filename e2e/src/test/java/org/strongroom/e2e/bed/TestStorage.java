package org.strongroom.e2e.bed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A storage that a test added.
 *
 * @param url its directory as the server names it
 * @param local the same directory as this machine sees it
 */
public record TestStorage(String uuid, String url, Path local) {
  public static final String MARKER = ".strongroom-storage";

  /** What lies there, files and directories, except the storage's own marker. */
  public List<String> contents() {
    if (!Files.exists(local)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(local)) {
      return all.filter(path -> !path.equals(local))
          .map(path -> local.relativize(path).toString())
          .filter(path -> !path.equals(MARKER))
          .sorted()
          .toList();
    } catch (IOException e) {
      if (e instanceof NoSuchFileException) {
        return contents(); // a file went while we looked
      }
      throw new UncheckedIOException(e);
    }
  }

  /** The files there, with their directories, except the storage's own marker. */
  public List<String> files() {
    return contents().stream().filter(path -> Files.isRegularFile(local.resolve(path))).toList();
  }

  /** The file that a copy's {@code installPath} names, on this machine. */
  public Path file(String installPath) {
    if (!installPath.startsWith(url + "/")) {
      throw new IllegalArgumentException(installPath + " does not lie in " + url);
    }
    return local.resolve(installPath.substring(url.length() + 1));
  }
}
