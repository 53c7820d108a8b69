package org.strongroom.storage.driver.swift;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StoragePath;

/** A place in a Swift, and a driver for it whose segments are small. */
abstract class SwiftFilesBed {
  static final String ID = "00112233445566778899aabbccddeeff";

  final SwiftPlace place = new SwiftPlace();
  final SwiftStore store = place.store();
  SwiftDriver driver;

  @BeforeEach
  void open() {
    driver = small("images");
  }

  @AfterEach
  void close() throws IOException {
    place.close();
  }

  SwiftDriver small(String prefix) {
    return place.driver(place.access(prefix));
  }

  static StoragePath path(String path) {
    return StoragePath.of(path);
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  void write(String path, byte[] content) throws IOException {
    try (AtomicWrite write = driver.create(path(path), ID, content.length)) {
      write.write(content, 0, content.length);
      write.commit();
    }
  }

  byte[] read(String path) throws IOException {
    try (InputStream stream = driver.read(path(path), 0)) {
      return stream.readAllBytes();
    }
  }

  List<String> segments() throws IOException {
    return place.segments();
  }

  SwiftStore place(SwiftDriver ignored) {
    return new SwiftStore(place.access("images"), store.calls(), SwiftPlace.SMALL);
  }
}
