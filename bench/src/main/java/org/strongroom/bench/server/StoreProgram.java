package org.strongroom.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that brings files to an object store and back. */
public interface StoreProgram {
  /** How it is called. */
  String name();

  /** Uploads. */
  ScpProgram.Usage put(Path file, String place) throws IOException, InterruptedException;

  /** Downloads. */
  ScpProgram.Usage get(String place, Path file) throws IOException, InterruptedException;

  /** Whether a program is there. */
  static boolean isInstalled(String name) {
    return List.of("/usr/bin", "/usr/local/bin").stream()
        .anyMatch(path -> Files.isExecutable(Path.of(path, name)));
  }
}
