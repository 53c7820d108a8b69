package org.strongroom.storage.source;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.strongroom.storage.stream.BlockStream;

/**
 * The body of an answer that goes on where it broke off, if the server can send ranges and says by
 * an ETag or a date that the image is still the same one.
 */
final class ResumingStream extends BlockStream {
  private static final int MAX_RESUMES = 3;

  private final GuardedHttp http;
  private final HttpCall call;
  private final BusyServer busy = new BusyServer();
  private final Optional<Validator> validator;
  private final long length;
  private volatile HttpReply reply;
  private volatile boolean closed;
  private long position;
  private int resumes;
  private final byte[] thrownAway = new byte[8192];
  private long toSkip;

  ResumingStream(GuardedHttp http, HttpCall call, HttpReply reply) {
    this.http = http;
    this.call = call;
    this.reply = reply;
    this.length = reply.length().orElse(-1);
    this.validator = Validator.of(reply);
  }

  /** What tells one content of an image from another. */
  private record Validator(String header, String value) {
    /** A weak ETag promises no identical bytes. */
    static Optional<Validator> of(HttpReply reply) {
      return reply
          .header("ETag")
          .filter(tag -> !tag.startsWith("W/"))
          .map(tag -> new Validator("ETag", tag))
          .or(() ->
              reply.header("Last-Modified").map(date -> new Validator("Last-Modified", date)));
    }

    boolean isOf(HttpReply reply) {
      return reply.header(header).equals(Optional.of(value));
    }

    /** Said by the reply itself: one that says nothing of it tells no change. */
    boolean isDeniedBy(HttpReply reply) {
      return reply.header(header).isPresent() && !isOf(reply);
    }
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    while (true) {
      try {
        skip();
        int got = reply.body().read(target, offset, count);
        if (got < 0 && position < length) {
          throw new EOFException("it ended after %d of %d bytes".formatted(position, length));
        }
        position += Math.max(got, 0);
        return got;
      } catch (IOException e) {
        resume(e);
      }
    }
  }

  /** Passes over what was read before, if all of it comes again. */
  private void skip() throws IOException {
    while (toSkip > 0) {
      int got = reply.body().read(thrownAway, 0, (int) Math.min(toSkip, thrownAway.length));
      if (got < 0) {
        throw new EOFException("it ended %d bytes before where it was to go on".formatted(toSkip));
      }
      toSkip -= got;
    }
  }

  /** Asks for the rest; throws the failure again if that makes no sense. */
  private void resume(IOException failure) throws IOException {
    boolean hopeless =
        closed
            || length < 0
            || validator.isEmpty()
            || resumes == MAX_RESUMES
            || Thread.currentThread().isInterrupted();
    if (hopeless) {
      throw failed(failure);
    }
    resumes++;
    reply.close();
    Map<String, String> headers = new HashMap<>(call.headers());
    headers.put("Range", "bytes=" + position + "-");
    headers.put("If-Range", validator.get().value());
    HttpReply rest;
    try {
      rest = send(call.with(headers));
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failed(failure);
    }
    reply = rest;
    if (closed) { // by another thread, which could not know of this answer
      rest.close();
      throw failed(failure);
    }
    // some know no ranges, and send all of it once more
    boolean again = rest.status() == 200 && rest.length().orElse(-1) == length;
    boolean goesOn = again || (rest.status() == 206 && range(rest).equals(wanted()));
    toSkip = again ? position : 0;
    if (!goesOn || !validator.get().isOf(rest)) {
      rest.close();
      throw isChanged(rest, validator.get())
          ? new IOException(
              "%s changed under way, at byte %d".formatted(shown(), position), failure)
          : failed(failure);
    }
  }

  /** The answer; one that asks to come back later is waited for. */
  private HttpReply send(HttpCall part) throws IOException {
    while (true) {
      HttpReply answer = http.send(part);
      boolean again = false;
      try {
        again = busy.isOverAfterWait(answer);
        if (!again) {
          return answer;
        }
      } finally {
        if (again) {
          answer.close();
        }
      }
    }
  }

  private String wanted() {
    return "bytes %d-%d/%d".formatted(position, length - 1, length);
  }

  private static String range(HttpReply rest) {
    return rest.header("Content-Range").orElse("");
  }

  private boolean isChanged(HttpReply rest, Validator validator) {
    return switch (rest.status()) {
      case 206 -> validator.isDeniedBy(rest) || !range(rest).endsWith("/" + length);
      case 200 -> validator.isDeniedBy(rest);
      case 404, 410, 412, 416 -> true;
      default -> false;
    };
  }

  private IOException failed(IOException failure) {
    boolean cut =
        switch (failure) {
          case EOFException _, ConnectionClosedException _, TruncatedChunkException _ -> true;
          case SocketException _ -> !closed;
          default -> false;
        };
    return new IOException(
        "reading %s failed at byte %d%s: %s"
            .formatted(shown(), position, cut ? ", where it is cut off" : "", failure.getMessage()),
        failure);
  }

  private String shown() {
    return UrlMask.mask(call.uri().toString());
  }

  @Override
  public void close() {
    closed = true;
    reply.close();
  }
}
