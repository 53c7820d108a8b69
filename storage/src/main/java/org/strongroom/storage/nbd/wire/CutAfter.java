package org.strongroom.storage.nbd.wire;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends what takes too long: after a time it runs what cuts the line, unless it is closed before.
 */
public final class CutAfter implements AutoCloseable {
  private final long deadline;
  private final Runnable cut;
  private final Thread watcher;
  private volatile boolean over;
  private volatile boolean expired;

  private CutAfter(Duration time, Runnable cut) {
    this.deadline = System.nanoTime() + time.toNanos();
    this.cut = cut;
    this.watcher = Thread.ofVirtual().name("nbd time limit").unstarted(this::watch);
  }

  /**
   * Begins to wait.
   *
   * @param cut must not block
   */
  public static CutAfter start(Duration time, Runnable cut) {
    var waiting = new CutAfter(time, cut);
    waiting.watcher.start();
    return waiting;
  }

  /** Whether the line was cut. */
  public boolean expired() {
    return expired;
  }

  private void watch() {
    while (!over) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        expired = true;
        cut.run();
        return;
      }
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() {
    over = true;
    LockSupport.unpark(watcher);
  }
}
