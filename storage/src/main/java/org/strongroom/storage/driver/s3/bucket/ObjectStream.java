package org.strongroom.storage.driver.s3.bucket;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.storage.driver.s3.call.S3Action;
import org.strongroom.storage.driver.s3.call.S3Calls;
import org.strongroom.storage.stream.BlockStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An object's bytes, gone on with after a break as long as the object is the same. */
final class ObjectStream extends BlockStream {
  /** Breaks in a row without this much between them. */
  private static final int MAX_BREAKS = 5;

  private static final long PROGRESS = 1 << 20;

  private final S3Calls calls;
  private final ObjectFacts object;
  private final long end;
  private @Nullable ResponseInputStream<GetObjectResponse> body;
  private long position;
  private long lastBreak = -PROGRESS;
  private int breaks;
  private boolean closed;

  ObjectStream(S3Calls calls, ObjectFacts object, long offset) throws IOException {
    this(calls, object, offset, object.size());
  }

  /**
   * @param end the byte behind the last one that is read
   */
  ObjectStream(S3Calls calls, ObjectFacts object, long offset, long end) throws IOException {
    this.calls = calls;
    this.object = object;
    this.position = offset;
    this.end = end;
    if (offset > object.size()) {
      throw new BucketException(
          Reason.FAILED, "object '%s' ends before byte %d".formatted(object.key(), offset));
    }
    if (offset < end) {
      body = open();
    }
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (position == end) {
      return -1;
    }
    int wanted = (int) Math.min(count, end - position);
    while (true) {
      try {
        int got = opened().read(target, offset, wanted);
        if (got < 0) {
          throw new EOFException("the body ended after %d of %d bytes".formatted(position, end));
        }
        position += got;
        return got;
      } catch (IOException | SdkException e) {
        giveUpIfHopeless(e);
      }
    }
  }

  private ResponseInputStream<GetObjectResponse> opened() throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    ResponseInputStream<GetObjectResponse> current = body;
    if (current == null) {
      current = open();
      body = current;
    }
    return current;
  }

  private ResponseInputStream<GetObjectResponse> open() throws IOException {
    ResponseInputStream<GetObjectResponse> answer =
        calls.call(
            S3Action.READ,
            s3 ->
                s3.getObject(r -> {
                  r.bucket(calls.bucket()).key(object.key()).ifMatch(object.etag());
                  if (isRange()) {
                    r.range("bytes=%d-%s".formatted(position, end < object.size() ? end - 1 : ""));
                  }
                }));
    String range = answer.response().contentRange();
    if (isRange() && (range == null || !range.startsWith("bytes " + position + "-"))) {
      answer.abort();
      throw new BucketException(
          Reason.FAILED, calls + " does not answer with the range of bytes that was asked for");
    }
    return answer;
  }

  private boolean isRange() {
    return position > 0 || end < object.size();
  }

  private void giveUpIfHopeless(Exception failure) throws IOException {
    drop();
    if (failure instanceof BucketException answered) {
      throw answered; // tried again already where that makes sense
    }
    if (Thread.currentThread().isInterrupted()) {
      var interrupted = new InterruptedIOException("interrupted while reading from " + calls);
      interrupted.initCause(failure);
      throw interrupted;
    }
    breaks = position - lastBreak >= PROGRESS ? 1 : breaks + 1;
    lastBreak = position;
    if (closed || breaks > MAX_BREAKS) {
      throw new BucketException(
          Reason.UNREACHABLE,
          "reading '%s' from %s failed at byte %d: %s"
              .formatted(object.key(), calls, position, failure.getMessage()),
          failure);
    }
  }

  private void drop() {
    ResponseInputStream<GetObjectResponse> current = body;
    body = null;
    if (current != null) {
      // Closing it would read the rest.
      current.abort();
    }
  }

  @Override
  public void close() {
    closed = true;
    drop();
  }
}
