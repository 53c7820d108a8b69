package org.strongroom.storage.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** Bytes of an image as they arrive from outside, once, in order. */
public interface ImageSource extends Closeable {

  /** Bytes that will come, if the other side said so. */
  OptionalLong length();

  /**
   * The bytes. Ends with an {@link IOException}, not with a short stream, when the other side
   * breaks off: fewer bytes than announced, a reset, silence for longer than the idle time.
   */
  InputStream stream();

  /** Ends a read that waits for the other side, from another thread. */
  default void cut() throws IOException {
    close();
  }

  @Override
  void close() throws IOException;
}
