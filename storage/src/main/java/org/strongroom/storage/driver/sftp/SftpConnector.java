package org.strongroom.storage.driver.sftp;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshConnection;
import org.strongroom.storage.driver.sftp.ssh.SshConnector;

/**
 * Keeps one session to a storage: made when first needed, made anew after a loss, by one thread
 * while others wait.
 */
final class SftpConnector {
  private final SftpEndpoint endpoint;
  private final SftpTimeouts timeouts;
  private final ReentrantLock connecting = new ReentrantLock();
  private ExpectedHostKey expected;
  private volatile @Nullable SftpSession current;
  private volatile boolean closed;

  SftpConnector(SftpEndpoint endpoint, SftpTimeouts timeouts) {
    this.endpoint = endpoint;
    this.timeouts = timeouts;
    this.expected = endpoint.hostKey();
  }

  SftpSession session() throws StorageException {
    return session(timeouts.connect());
  }

  /** The living session, or a new one made within the time. */
  SftpSession session(Duration time) throws StorageException {
    SftpSession known = current;
    if (known != null && known.isAlive()) {
      return known;
    }
    if (closed) {
      throw closed();
    }
    return exclusively(
        time,
        () -> {
          SftpSession other = current;
          return other != null && other.isAlive() ? other : open(time, false);
        });
  }

  /**
   * Drops the session and makes a new one.
   *
   * @param makeRoot whether the root directory is made if it is missing
   */
  SftpSession reconnect(boolean makeRoot) throws StorageException {
    return exclusively(timeouts.connect(), () -> open(timeouts.connect(), makeRoot));
  }

  private interface Opening {
    SftpSession open() throws StorageException;
  }

  private SftpSession exclusively(Duration time, Opening opening) throws StorageException {
    try {
      if (!connecting.tryLock(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new StorageException(Reason.TIMED_OUT, address() + " is still being connected to");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.FAILED, "interrupted while connecting", e);
    }
    try {
      return opening.open();
    } finally {
      connecting.unlock();
    }
  }

  private SftpSession open(Duration time, boolean makeRoot) throws StorageException {
    drop();
    SshConnection connection = SshConnector.connect(endpoint.login(expected), time);
    try {
      var session = new SftpSession(connection, timeouts, endpoint, makeRoot);
      expected = new ExpectedHostKey.Pinned(connection.hostKey());
      current = session;
      if (closed) {
        drop();
        throw closed();
      }
      return session;
    } catch (StorageException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  boolean isConnected() {
    SftpSession known = current;
    return known != null && known.isAlive();
  }

  /** For messages. */
  String address() {
    return endpoint.login(endpoint.hostKey()).address();
  }

  /** Ends the session if there is one. */
  void drop() {
    SftpSession known = current;
    current = null;
    if (known != null) {
      known.close();
    }
  }

  void close() {
    closed = true;
    drop();
  }

  private StorageException closed() {
    return new StorageException(Reason.FAILED, "the storage's driver is closed");
  }
}
