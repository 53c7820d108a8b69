package org.strongroom.server.face;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/** Reads JSON bodies, up to the configured size. */
public final class RequestBodies {
  /** What of a refused body is read nevertheless: a client that is cut off misses the answer. */
  private static final int MOST_PASSED_OVER = 32 << 20;

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
   * @throws TooLargeException if it is larger than allowed; the rest is passed over, unless there
   *     is much of it or the client has asked before sending it
   */
  public byte[] read(Context ctx) throws IOException {
    boolean announced = ctx.req().getContentLengthLong() > largest;
    if (announced && asksFirst(ctx)) {
      throw new TooLargeException(largest); // to ask for the stream would be the word to send
    }
    InputStream stream = ctx.req().getInputStream();
    byte[] body = announced ? new byte[0] : stream.readNBytes(largest + 1);
    if (announced || body.length > largest) {
      passOver(stream);
      throw new TooLargeException(largest);
    }
    return body;
  }

  /** Whether the client waits for a word before it sends the body. */
  private static boolean asksFirst(Context ctx) {
    return "100-continue".equalsIgnoreCase(ctx.header("Expect"));
  }

  private static void passOver(InputStream stream) throws IOException {
    byte[] some = new byte[8192];
    int left = MOST_PASSED_OVER;
    while (left > 0) {
      int read = stream.read(some, 0, Math.min(some.length, left));
      if (read < 0) {
        return;
      }
      left -= read;
    }
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
