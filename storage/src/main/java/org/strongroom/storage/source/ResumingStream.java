package org.strongroom.storage.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The body of an answer that goes on where it broke off, if the server can send ranges and says by
 * an ETag or a date that the image is still the same one.
 */
final class ResumingStream extends InputStream {
  private static final int MAX_RESUMES = 3;

  private final GuardedHttp http;
  private final HttpCall call;
  private final Optional<String> validator;
  private final long length;
  private volatile HttpReply reply;
  private volatile boolean closed;
  private long position;
  private int resumes;

  ResumingStream(GuardedHttp http, HttpCall call, HttpReply reply) {
    this.http = http;
    this.call = call;
    this.reply = reply;
    this.length = reply.length().orElse(-1);
    // A weak ETag promises no identical bytes.
    this.validator =
        reply
            .header("ETag")
            .filter(tag -> !tag.startsWith("W/"))
            .or(() -> reply.header("Last-Modified"));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    while (true) {
      try {
        int got = reply.body().read(target, offset, count);
        if (got < 0 && position < length) {
          throw new EOFException(
              "%s ended after %d of %d bytes"
                  .formatted(UrlMask.mask(call.uri().toString()), position, length));
        }
        position += Math.max(got, 0);
        return got;
      } catch (IOException e) {
        resume(e);
      }
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
      throw new IOException(
          "reading %s failed at byte %d: %s"
              .formatted(UrlMask.mask(call.uri().toString()), position, failure.getMessage()),
          failure);
    }
    resumes++;
    reply.close();
    Map<String, String> headers = new HashMap<>(call.headers());
    headers.put("Range", "bytes=" + position + "-");
    headers.put("If-Range", validator.get());
    HttpReply rest;
    try {
      rest = http.send(HttpCall.get(call.uri(), headers));
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
    reply = rest;
    String wanted = "bytes %d-%d/%d".formatted(position, length - 1, length);
    if (rest.status() != 206 || !rest.header("Content-Range").orElse("").equals(wanted)) {
      rest.close();
      throw failure;
    }
  }

  @Override
  public void close() {
    closed = true;
    reply.close();
  }
}
