package org.strongroom.storage.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;

/** An empty place for a storage, and the way to a driver for it. */
interface StorageLocation extends AutoCloseable {

  /** A driver whose root is the place. */
  StorageDriver newDriver();

  /** What lies at a path, read past the driver; empty if there is nothing. */
  Optional<byte[]> content(String path) throws IOException;

  /** Puts something there, past the driver. */
  void put(String path, byte[] content) throws IOException;

  default void put(String path, String content) throws IOException {
    put(path, content.getBytes(UTF_8));
  }

  @Override
  default void close() throws IOException {}
}
