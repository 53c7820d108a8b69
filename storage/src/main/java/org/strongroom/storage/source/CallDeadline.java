package org.strongroom.storage.source;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends a call, or a part of one, that takes longer: idle times do not bound an answer that comes a
 * byte at a time.
 */
final class CallDeadline implements AutoCloseable {
  private final Duration time;
  private final Thread watcher;
  private Runnable abort = () -> {};
  private boolean passed;

  CallDeadline(Duration time) {
    this.time = time;
    this.watcher = Thread.ofVirtual().name("call deadline").start(this::watch);
  }

  private void watch() {
    long end = System.nanoTime() + time.toNanos();
    while (!Thread.currentThread().isInterrupted()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        pass();
        return;
      }
      LockSupport.parkNanos(left);
    }
  }

  private void pass() {
    Runnable last;
    synchronized (this) {
      passed = true;
      last = abort;
    }
    last.run();
  }

  /** What to end from now on; at once if the time is over. */
  void ends(Runnable call) {
    boolean now;
    synchronized (this) {
      abort = call;
      now = passed;
    }
    if (now) {
      call.run();
    }
  }

  /** The failure, with its reason if this made it fail. */
  synchronized IOException explained(IOException failure) {
    return passed
        ? new IOException(
            "the answer was not whole after %d s".formatted(time.toSeconds()), failure)
        : failure;
  }

  /** Ends nothing any more. */
  @Override
  public void close() {
    watcher.interrupt();
  }
}
