package org.strongroom.storage.source;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/** Sources of images that may lie on this machine. */
abstract class HttpSourceBed {
  static final byte[] IMAGE = noise(300_000);

  final Sources sources = Sources.allowingLoopback();

  @AfterEach
  void close() throws IOException {
    sources.close();
  }

  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
