package org.strongroom.storage.driver.sftp;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/**
 * One ping: over the warm session, or over a new one. sshd refuses new connections at random when
 * many come at once, so that alone is tried a second time.
 */
final class SftpPing {
  private static final int NEW_CONNECTIONS = 2;

  private final SftpConnector connector;
  private final Duration timeout;
  private final long end;

  SftpPing(SftpConnector connector, Duration timeout) {
    this.connector = connector;
    this.timeout = timeout;
    this.end = System.nanoTime() + timeout.toNanos();
  }

  Capacity run() throws StorageException {
    int opened = 0;
    while (true) {
      boolean warm = connector.isConnected();
      opened += warm ? 0 : 1;
      try {
        return attempt();
      } catch (StorageException e) {
        boolean again = e.reason() == Reason.UNREACHABLE && (warm || opened < NEW_CONNECTIONS);
        if (!again) {
          throw e;
        }
        connector.drop();
      }
    }
  }

  private Capacity attempt() throws StorageException {
    SftpSession session = connector.session(left());
    try {
      return session.ping(left());
    } catch (TimeoutException e) {
      session.cut();
      throw timedOut(e);
    }
  }

  private Duration left() throws StorageException {
    long nanos = end - System.nanoTime();
    if (nanos < TimeUnit.MILLISECONDS.toNanos(1)) {
      throw timedOut(null);
    }
    return Duration.ofNanos(nanos);
  }

  private StorageException timedOut(@Nullable Exception cause) {
    return new StorageException(
        Reason.TIMED_OUT,
        connector.address() + " did not answer within " + timeout.toMillis() + " ms",
        cause);
  }
}
