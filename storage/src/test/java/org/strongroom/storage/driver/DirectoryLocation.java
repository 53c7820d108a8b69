package org.strongroom.storage.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A place in a file system that this machine sees too. */
interface DirectoryLocation extends StorageLocation {

  /** As this machine sees it. */
  Path local();

  /** As the storage's account sees it. */
  String remote();

  /** A driver whose root is a directory below the place. */
  StorageDriver newDriver(String below);

  @Override
  default StorageDriver newDriver() {
    return newDriver("");
  }

  /** Lets the storage's account write a file that the test made. */
  void own(Path file) throws IOException;

  @Override
  default Optional<byte[]> content(String path) throws IOException {
    Path file = local().resolve(path);
    return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  @Override
  default void put(String path, byte[] content) throws IOException {
    Path file = local().resolve(path);
    Path directory = file.getParent();
    if (!Files.exists(directory)) {
      own(Files.createDirectories(directory));
    }
    Files.write(file, content);
  }
}
