package org.strongroom.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The requests that a load driver sends, one after the other, as bytes of HTTP/1.1. */
@FunctionalInterface
public interface RequestStream {
  /**
   * Puts the next request.
   *
   * @return false if there is none any more
   */
  boolean next(ByteBuffer out);

  /** The same request for ever. */
  static RequestStream always(String request) {
    byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
    return out -> {
      out.put(bytes);
      return true;
    };
  }
}
