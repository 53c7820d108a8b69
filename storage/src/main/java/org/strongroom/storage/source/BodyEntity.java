package org.strongroom.storage.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A body on its way out, in blocks that keep the wire full. Sockets bound how long one reads, not
 * how long one writes: a server that takes no more bytes is noticed here, by a watching virtual
 * thread, which cuts the connection.
 */
final class BodyEntity extends AbstractHttpEntity {
  private static final int BLOCK = 128 * 1024;
  private static final long NOT_WRITING = Long.MIN_VALUE;

  private final HttpBody body;
  private final Duration idle;
  private final Runnable cut;
  private volatile long writingSince = NOT_WRITING;
  private volatile boolean timedOut;

  /**
   * @param idle how long the server may take to take a block
   * @param cut ends a write that hangs
   */
  BodyEntity(HttpBody body, Duration idle, Runnable cut) {
    // Its type is a header of the call.
    super((ContentType) null, null);
    this.body = body;
    this.idle = idle;
    this.cut = cut;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    // the first block fits into the buffers of a new connection
    Optional<Thread> watcher =
        body.length() > BLOCK
            ? Optional.of(Thread.ofVirtual().name("sent body").start(this::watch))
            : Optional.empty();
    try {
      send(out);
    } catch (IOException e) {
      if (timedOut) {
        var timeout = new SocketTimeoutException("the server took nothing for %s".formatted(idle));
        timeout.initCause(e);
        throw timeout;
      }
      throw e;
    } finally {
      watcher.ifPresent(Thread::interrupt);
    }
  }

  private void watch() {
    while (!Thread.interrupted()) {
      LockSupport.parkNanos(idle.toNanos() / 4);
      long since = writingSince;
      if (since != NOT_WRITING && System.nanoTime() - since > idle.toNanos()) {
        timedOut = true;
        cut.run();
        return;
      }
    }
  }

  private void send(OutputStream out) throws IOException {
    try (InputStream in = body.opening().open()) {
      byte[] block = new byte[(int) Math.min(BLOCK, body.length())];
      long left = body.length();
      while (left > 0) {
        int got = in.read(block, 0, (int) Math.min(block.length, left));
        if (got < 0) {
          throw new EOFException("a body ended %d bytes early".formatted(left));
        }
        writingSince = System.nanoTime();
        out.write(block, 0, got);
        writingSince = NOT_WRITING;
        left -= got;
      }
    }
  }

  @Override
  public long getContentLength() {
    return body.length();
  }

  @Override
  public InputStream getContent() throws IOException {
    return body.opening().open();
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public void close() {
    // Opened and closed while it is written.
  }
}
