package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.sftp.ssh.Guard;
import org.strongroom.storage.driver.sftp.ssh.SshChannel;
import org.strongroom.storage.driver.sftp.ssh.SshConnection;
import org.strongroom.storage.driver.sftp.ssh.Traffic;

/** A script that runs on a server. */
final class RemoteProcess implements AutoCloseable {
  private final SshConnection connection;
  private final SshChannel channel;
  private final LineQueue output;

  RemoteProcess(SshConnection connection, SshChannel channel, LineQueue output) {
    this.connection = connection;
    this.channel = channel;
    this.output = output;
  }

  /** Gives it all the input that it gets. */
  void input(byte[] bytes, Duration timeout) throws IOException {
    try (var _ = new Guard(connection.traffic().patience(timeout), connection::cut)) {
      channel.send(bytes, 0, bytes.length);
      channel.endInput();
    }
  }

  /** The next line that it prints; empty at its end. Lines may queue behind transfers. */
  Optional<String> nextLine(Duration timeout) throws StorageException {
    try {
      return nextLine(connection.traffic().patience(timeout));
    } catch (TimeoutException e) {
      throw new StorageException(
          Reason.TIMED_OUT, connection.address() + " did not answer within " + timeout, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          Reason.FAILED, "interrupted while waiting for " + connection.address(), e);
    }
  }

  private Optional<String> nextLine(Traffic.Patience patience)
      throws TimeoutException, InterruptedException {
    while (true) {
      try {
        return output.take(Duration.ofNanos(patience.left()));
      } catch (TimeoutException e) {
        if (patience.left() <= 0) {
          throw e;
        }
      }
    }
  }

  /** Lets go of it; a script that still prints ends by that. */
  @Override
  public void close() {
    channel.close(connection::cut);
  }
}
