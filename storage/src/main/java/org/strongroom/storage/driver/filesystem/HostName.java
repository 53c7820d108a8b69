package org.strongroom.storage.driver.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The short name of this machine, as its kernel knows it. */
final class HostName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  static Optional<String> ofThisMachine() {
    try {
      return Optional.of(Files.readString(KERNEL).strip().split("\\.", 2)[0]);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
