package org.strongroom.storage.driver.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/**
 * An open file whose calls run on a lane, one at a time. It is closed by the lane too: closing a
 * channel waits for a call that hangs in it, so then it is closed by that call's thread when the
 * call ends.
 */
final class LaneFile implements Closeable {
  private final Lane lane;
  private final Duration limit;
  private final Object subject;
  private final FileChannel channel;
  private final LocalFailures.Action beforeClose;
  private final CompletableFuture<Boolean> cleaned = new CompletableFuture<>();
  private boolean busy;
  private boolean closing;
  private volatile boolean broken;

  /**
   * @param limit how long nothing may be heard of a call
   * @param beforeClose run on the lane when the file is closed, in any case
   */
  LaneFile(
      Lane lane,
      Duration limit,
      Object subject,
      FileChannel channel,
      LocalFailures.Action beforeClose) {
    this.lane = lane;
    this.limit = limit;
    this.subject = subject;
    this.channel = channel;
    this.beforeClose = beforeClose;
  }

  /** What is done with the channel. */
  interface Use<T> {
    T of(FileChannel channel) throws IOException;
  }

  <T> T use(Use<T> use) throws StorageException {
    return use(limit, use);
  }

  /** After a call that was given up the file is good for nothing but to be closed. */
  <T> T use(Duration within, Use<T> use) throws StorageException {
    if (broken) {
      throw new StorageException(Reason.FAILED, subject + ": an earlier call was given up");
    }
    try {
      return lane.call(subject, within, () -> exclusively(use));
    } catch (StorageException e) {
      broken = e.reason() == Reason.TIMED_OUT || Thread.currentThread().isInterrupted();
      throw e;
    }
  }

  private <T> T exclusively(Use<T> use) throws IOException {
    synchronized (this) {
      if (closing) {
        throw new IOException("closed");
      }
      busy = true;
    }
    try {
      return use.of(channel);
    } finally {
      boolean last;
      synchronized (this) {
        busy = false;
        last = closing;
      }
      if (last) {
        cleanUp();
      }
    }
  }

  @Override
  public void close() {
    boolean left;
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
      left = busy;
    }
    if (left) {
      lane.awaitCleanUp(cleaned);
    } else {
      lane.cleanUp(this::cleanUp);
    }
  }

  private void cleanUp() {
    try (channel) {
      beforeClose.run();
    } catch (IOException e) {
      // Nothing else can be done here.
    } finally {
      cleaned.complete(true);
    }
  }
}
