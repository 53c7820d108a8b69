package org.strongroom.storage.nbd.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.nbd.wire.NbdProtocolException;

/** A connection to an export that is made anew when it breaks. Thread-safe. */
final class NbdLine implements Closeable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Dialer dialer;
  private final int retries;
  private final ExportInfo export;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable NbdConnection current;
  private boolean closed;

  /** Makes connections. */
  interface Dialer {
    NbdConnection dial() throws IOException;
  }

  /** What is done over a connection, and may be done again over another one. */
  interface Exchange<T> {
    T over(NbdConnection connection) throws IOException;
  }

  /** Connects. */
  NbdLine(Dialer dialer, int retries) throws IOException {
    this.dialer = dialer;
    this.retries = retries;
    this.current = dialer.dial();
    this.export = current.export();
  }

  /** What was said of the export at first; it has not changed since. */
  ExportInfo export() {
    return export;
  }

  /**
   * Does something over a connection, and again if it breaks meanwhile.
   *
   * @throws IOException if the server refuses it or says what it may not, or if the line breaks too
   *     often; once again after a time-out
   */
  <T> T exchange(Exchange<T> exchange) throws IOException {
    Duration pause = FIRST_PAUSE;
    int timeouts = 0;
    for (int retry = 0; ; retry++) {
      try {
        return exchange.over(connection());
      } catch (NbdRefusedException | NbdProtocolException | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        timeouts += e instanceof NbdTimeoutException ? 1 : 0;
        if (retry >= retries || timeouts > 1 || isClosed()) {
          throw e;
        }
      }
      rest(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private static void rest(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for an NBD server");
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private NbdConnection connection() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("the export was closed");
      }
      if (current != null && (retries == 0 || !current.broken())) {
        return current; // a broken one tells by itself why it is
      }
      current = null;
      NbdConnection fresh = dialer.dial();
      if (!sameExport(fresh.export())) {
        fresh.close();
        throw new NbdProtocolException(
            "the export is another one since the connection broke: it had %d bytes, and has %d"
                .formatted(export.size(), fresh.export().size()));
      }
      current = fresh;
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  private boolean sameExport(ExportInfo now) {
    return now.size() == export.size()
        && now.leastBlock() <= export.leastBlock()
        && now.mostBytes() >= Math.min(export.mostBytes(), Pieces.MOST)
        && now.contexts().values().containsAll(export.contexts().values());
  }

  @Override
  public void close() {
    NbdConnection last;
    lock.lock();
    try {
      closed = true;
      last = current;
      current = null;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.close();
    }
  }
}
