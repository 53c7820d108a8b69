package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.strongroom.storage.driver.sftp.ssh.SshConnection;
import org.strongroom.storage.driver.sftp.wire.SftpChannel;
import org.strongroom.storage.driver.sftp.wire.SftpFiles;

/**
 * Channels for bulk transfers, apart from the one for short requests: a server works through one
 * channel's requests in order, so a ping must not queue behind megabytes or a sync. Beyond a few
 * channels transfers share them, since sshd allows ten for a connection.
 */
final class TransferChannels {
  private static final int MOST = 6;

  private final SshConnection connection;
  private final Duration timeout;
  private final SftpFiles fallback;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Lane> lanes = new ArrayList<>();
  private boolean used;

  /**
   * @param fallback used when the server opens no further channel at all
   */
  TransferChannels(SshConnection connection, Duration timeout, SftpFiles fallback) {
    this.connection = connection;
    this.timeout = timeout;
    this.fallback = fallback;
  }

  private static final class Lane {
    private final SftpFiles files;
    private int users;

    Lane(SftpFiles files) {
      this.files = files;
    }
  }

  Lease lease() throws IOException {
    lock.lock();
    try {
      used = true;
      lanes.removeIf(lane -> !lane.files.channel().isOpen());
      Lane lane = lanes.stream().min(Comparator.comparingInt(l -> l.users)).orElse(null);
      if (lane == null || (lane.users > 0 && lanes.size() < MOST)) {
        lane = openOr(lane);
      }
      lane.users++;
      return new Lease(lane);
    } finally {
      lock.unlock();
    }
  }

  private Lane openOr(@org.jspecify.annotations.Nullable Lane shared) throws IOException {
    try {
      Lane opened = new Lane(new SftpFiles(new SftpChannel(connection, timeout)));
      lanes.add(opened);
      return opened;
    } catch (IOException e) {
      if (!connection.isAlive()) {
        throw e;
      }
      return shared == null ? new Lane(fallback) : shared;
    }
  }

  /**
   * Closes what nobody has used since the last call of this: on each side an idle channel costs as
   * much as the connection.
   */
  void rest() {
    List<Lane> unneeded = List.of();
    if (lock.tryLock()) {
      try {
        if (!used) {
          unneeded = lanes.stream().filter(lane -> lane.users == 0).toList();
          lanes.removeAll(unneeded);
        }
        used = false;
      } finally {
        lock.unlock();
      }
    }
    unneeded.forEach(lane -> lane.files.channel().close());
  }

  /** The right to use a channel until it is closed. */
  final class Lease implements AutoCloseable {
    private final Lane lane;
    private boolean over;

    private Lease(Lane lane) {
      this.lane = lane;
    }

    SftpFiles files() {
      return lane.files;
    }

    /** Gives the channel back. One idle channel is kept warm for a while. */
    @Override
    public void close() {
      end(false);
    }

    /** Gives it up in the midst of a transfer: whoever waits on it fails, if it was ours alone. */
    void abort() {
      end(true);
    }

    private void end(boolean aborted) {
      boolean unneeded;
      lock.lock();
      try {
        if (over) {
          return;
        }
        over = true;
        lane.users--;
        boolean anotherIsIdle = lanes.stream().anyMatch(other -> other != lane && other.users == 0);
        unneeded = lane.users == 0 && lane.files != fallback && (aborted || anotherIsIdle);
        if (unneeded) {
          lanes.remove(lane);
        }
      } finally {
        lock.unlock();
      }
      if (unneeded) {
        lane.files.channel().close();
      }
    }
  }
}
