package org.strongroom.storage.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a request carries. Sent once: nothing is repeated.
 *
 * @param length bytes
 */
public record HttpBody(long length, Opening opening) {
  /** How the bytes are got at when they are sent. */
  @FunctionalInterface
  public interface Opening {
    /** The bytes; closed after they were sent. */
    InputStream open() throws IOException;
  }

  /** A text. */
  public static HttpBody of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new HttpBody(bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  @Override
  public String toString() {
    return length + " bytes";
  }
}
