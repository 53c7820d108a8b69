package org.strongroom.storage.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.strongroom.storage.stream.BlockFilter;

/**
 * A stream whose reads may not wait longer than so: for connections that stay alive by other
 * traffic, which no socket time-out notices. A watching virtual thread cuts the connection.
 */
public final class IdleLimit extends BlockFilter {
  private static final long NOT_READING = Long.MIN_VALUE;

  private final long idleNanos;
  private final Runnable cut;
  private final String shown;
  private final Thread watcher;
  private volatile long readingSince = NOT_READING;
  private volatile boolean timedOut;

  /**
   * @param cut ends a read that hangs
   * @param shown names the stream in errors
   */
  public IdleLimit(InputStream in, Duration idle, Runnable cut, String shown) {
    super(in);
    this.idleNanos = idle.toNanos();
    this.cut = cut;
    this.shown = shown;
    this.watcher = Thread.ofVirtual().name("idle limit").start(this::watch);
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    readingSince = System.nanoTime();
    try {
      int got = super.read(target, offset, count);
      if (got < 0) {
        throwIfTimedOut(null);
        stopWatching();
      }
      return got;
    } catch (IOException e) {
      throwIfTimedOut(e);
      throw e;
    } finally {
      readingSince = NOT_READING;
    }
  }

  /** The stream is no longer watched. */
  public void stopWatching() {
    watcher.interrupt();
  }

  @Override
  public void close() throws IOException {
    stopWatching();
    super.close();
  }

  private void throwIfTimedOut(@org.jspecify.annotations.Nullable IOException cause)
      throws SocketTimeoutException {
    if (timedOut) {
      var timeout =
          new SocketTimeoutException("nothing came from %s for too long".formatted(shown));
      timeout.initCause(cause);
      throw timeout;
    }
  }

  private void watch() {
    while (!Thread.interrupted()) {
      LockSupport.parkNanos(idleNanos / 4);
      long since = readingSince;
      if (since != NOT_READING && System.nanoTime() - since > idleNanos) {
        timedOut = true;
        cut.run();
        return;
      }
    }
  }
}
