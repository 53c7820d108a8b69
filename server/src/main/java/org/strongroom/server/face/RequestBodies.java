package org.strongroom.server.face;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.face.connection.WatchedEndPoint;

/**
 * Reads JSON bodies: up to the configured size from callers who are known, little from others. A
 * body has to come within a time that grows with what has come; what all of them take is bounded.
 */
public final class RequestBodies {
  private static final Logger log = LoggerFactory.getLogger(RequestBodies.class);

  /** Enough for every call that needs no session. */
  public static final int LARGEST_OF_UNKNOWN = 16 << 10;

  private static final String TAKEN = "strongroom.body";
  private static final int CHUNK = 8192;

  /** What of a refused body is read nevertheless: a client that is cut off misses the answer. */
  private static final int MOST_PASSED_OVER = 32 << 20;

  private static final int MOST_PASSED_OVER_OF_UNKNOWN = 2 << 20;

  private final int largest;
  private final BodyBudget budget;

  /**
   * Bounds bodies.
   *
   * @param largest in bytes
   */
  public RequestBodies(int largest) {
    this(largest, BodyBudget.usual());
  }

  RequestBodies(int largest, BodyBudget budget) {
    this.largest = largest;
    this.budget = budget;
  }

  /**
   * The whole body of a caller who is known.
   *
   * @throws TooLargeException if it is larger than allowed; the rest is passed over, unless there
   *     is much of it or the client has asked before sending it
   * @throws RetryLaterException if too many bodies are on their way
   */
  public byte[] read(Context ctx) throws IOException {
    return read(ctx, true);
  }

  /**
   * The whole body.
   *
   * @param known whether the caller has shown a session or token that is valid
   * @throws TooLargeException as {@link #read(Context)}
   * @throws RetryLaterException if too many bodies are on their way
   */
  public byte[] read(Context ctx, boolean known) throws IOException {
    return read(ctx, beginning -> known);
  }

  /**
   * The whole body of a call whose caller is told by the body itself.
   *
   * @param known whether the caller is known by the beginning of the body; asked if there is more
   *     than others may send
   * @throws TooLargeException as {@link #read(Context)}
   * @throws PackedException if the body is packed for its way
   * @throws RetryLaterException if too many bodies are on their way
   */
  public byte[] read(Context ctx, Predicate<byte[]> known) throws IOException {
    String coding = ctx.header("Content-Encoding");
    if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
      passOver(ctx);
      throw new PackedException();
    }
    long announced = ctx.req().getContentLengthLong();
    if (announced > largest) {
      throw refused(ctx, largest, announced);
    }
    WatchedEndPoint.of(ctx.req()).ifPresent(WatchedEndPoint::bodyBegan);
    try {
      return read(ctx, ctx.req().getInputStream(), known);
    } finally {
      WatchedEndPoint.of(ctx.req()).ifPresent(WatchedEndPoint::bodyEnded);
    }
  }

  private byte[] read(Context ctx, InputStream stream, Predicate<byte[]> known) throws IOException {
    Taken taken = new Taken(budget);
    ctx.attribute(TAKEN, taken);
    int bound = Math.min(LARGEST_OF_UNKNOWN, largest);
    byte[] chunk = new byte[CHUNK];
    ByteArrayOutputStream body = new ByteArrayOutputStream(CHUNK);
    for (int read = fill(ctx, stream, chunk); read >= 0; read = fill(ctx, stream, chunk)) {
      taken.take(read);
      body.write(chunk, 0, read);
      if (body.size() > bound && bound < largest && known.test(body.toByteArray())) {
        bound = largest;
        taken.known();
      }
      if (body.size() > bound) {
        throw refused(ctx, bound, -1);
      }
    }
    return body.toByteArray();
  }

  private static int fill(Context ctx, InputStream stream, byte[] chunk) throws IOException {
    int read = stream.read(chunk);
    if (read > 0) {
      WatchedEndPoint.of(ctx.req()).ifPresent(endPoint -> endPoint.bodyCame(read));
    }
    return read;
  }

  private TooLargeException refused(Context ctx, int bound, long announced) throws IOException {
    boolean unknown = bound < largest;
    if (announced < 0 || !asksFirst(ctx)) { // to ask for the stream would be the word to send
      WatchedEndPoint.of(ctx.req()).ifPresent(WatchedEndPoint::bodyBegan);
      passOver(ctx, unknown ? MOST_PASSED_OVER_OF_UNKNOWN : MOST_PASSED_OVER);
    }
    return new TooLargeException(bound, unknown);
  }

  /**
   * Reads what comes of a body of a known caller that is refused unseen, unless there is much of it
   * or the client has asked before sending it: a client that is cut off misses the answer. What
   * cannot be read is left.
   */
  public static void passOver(Context ctx) {
    if (ctx.req().getContentLengthLong() > MOST_PASSED_OVER || asksFirst(ctx)) {
      return;
    }
    WatchedEndPoint.of(ctx.req()).ifPresent(WatchedEndPoint::bodyBegan);
    try {
      passOver(ctx, MOST_PASSED_OVER);
    } catch (IOException | RuntimeException e) {
      log.debug("the rest of a refused body cannot be read", e);
    } finally {
      WatchedEndPoint.of(ctx.req()).ifPresent(WatchedEndPoint::bodyEnded);
    }
  }

  /** Gives back what the body of a request took of the budget; to be done when it is answered. */
  static void release(Context ctx) {
    Taken taken = ctx.attribute(TAKEN);
    if (taken != null) {
      taken.giveBack();
    }
  }

  /** Whether the client waits for a word before it sends the body. */
  private static boolean asksFirst(Context ctx) {
    return "100-continue".equalsIgnoreCase(ctx.header("Expect"));
  }

  private static void passOver(Context ctx, int most) throws IOException {
    InputStream stream = ctx.req().getInputStream();
    byte[] some = new byte[CHUNK];
    int left = most;
    while (left > 0) {
      int read = fill(ctx, stream, some);
      if (read < 0) {
        return;
      }
      left -= read;
    }
  }

  /** What one request has of the budget. */
  private static final class Taken {
    private final BodyBudget budget;
    private long bytes;
    private boolean known;

    Taken(BodyBudget budget) {
      this.budget = budget;
    }

    void take(int more) {
      if (!budget.take(more, known)) {
        throw new RetryLaterException(
            ErrorCode.OVERLOADED,
            "too many requests with bodies are on their way; try again in a moment",
            Duration.ofSeconds(1));
      }
      bytes += more;
    }

    void known() {
      budget.giveBack(bytes, false);
      known = true;
      long before = bytes;
      bytes = 0;
      take(Math.toIntExact(before));
    }

    void giveBack() {
      budget.giveBack(bytes, known);
      bytes = 0;
    }
  }

  /** A body that is packed, as by gzip: 415. */
  public static final class PackedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PackedException() {
      super("the body is packed for its way (Content-Encoding): send it as it is");
    }
  }

  /** A body that is larger than allowed: 413. */
  public static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException(int bound, boolean unknown) {
      super(
          unknown
              ? "the body is larger than %d bytes, the most without a valid session or token"
                  .formatted(bound)
              : "the body is larger than %d bytes, the most that http.maxBody allows"
                  .formatted(bound));
    }
  }
}
