package org.strongroom.storage.driver;

import java.io.IOException;
import java.nio.file.Path;

/** An empty place for a storage, and the way to a driver for it. */
interface StorageLocation extends AutoCloseable {

  /** As this machine sees it. */
  Path local();

  /** As the storage's account sees it. */
  String remote();

  /** A driver whose root is a directory below the place. */
  StorageDriver newDriver(String below);

  default StorageDriver newDriver() {
    return newDriver("");
  }

  /** Lets the storage's account write a file that the test made. */
  void own(Path file) throws IOException;

  @Override
  default void close() throws IOException {}
}
