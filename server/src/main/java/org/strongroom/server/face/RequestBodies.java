package org.strongroom.server.face;

import io.javalin.http.Context;
import java.io.IOException;

/** Reads JSON bodies, up to the configured size. */
public final class RequestBodies {
  private final int largest;

  /**
   * Bounds bodies.
   *
   * @param largest in bytes
   */
  public RequestBodies(int largest) {
    this.largest = largest;
  }

  /**
   * The whole body.
   *
   * @throws TooLargeException if it is larger than allowed; the rest is not read
   */
  public byte[] read(Context ctx) throws IOException {
    if (ctx.req().getContentLengthLong() > largest) {
      throw new TooLargeException(largest);
    }
    byte[] body = ctx.req().getInputStream().readNBytes(largest + 1);
    if (body.length > largest) {
      throw new TooLargeException(largest);
    }
    return body;
  }

  /** A body that is larger than allowed: 413. */
  public static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException(int largest) {
      super(
          "the body is larger than %d bytes, the most that http.maxBody allows".formatted(largest));
    }
  }
}
