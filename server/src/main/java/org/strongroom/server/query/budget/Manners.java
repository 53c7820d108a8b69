package org.strongroom.server.query.budget;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What a statement that takes long owes to others: where there are several processors, all of that
 * kind together leave one free, so that quick calls are answered beside them.
 */
final class Manners {
  /** Nearly all statements are over by then. */
  private static final long LONG = Duration.ofMillis(20).toNanos();

  /** Shorter pauses are not worth a change of threads. */
  private static final long SHORTEST_PAUSE = Duration.ofMillis(1).toNanos();

  private static final int SPARE = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
  private static final AtomicInteger RUNNING = new AtomicInteger();

  private long begun;
  private long paidUntil;
  private boolean counted;

  /**
   * A statement begins.
   *
   * @param processorTime of this thread, in nanoseconds, as in {@link #makeRoom}
   */
  void begin(long processorTime) {
    begun = processorTime;
  }

  /** Pauses if others need the processor; to be called every now and then. */
  void makeRoom(long processorTime) {
    if (processorTime - begun < LONG) {
      return;
    }
    if (!counted) {
      counted = true;
      RUNNING.incrementAndGet();
      paidUntil = processorTime;
    }
    int tooMany = RUNNING.get() - SPARE;
    if (tooMany <= 0) {
      paidUntil = processorTime; // nobody was kept waiting
      return;
    }
    long owed = (processorTime - paidUntil) * tooMany / SPARE;
    if (owed >= SHORTEST_PAUSE) {
      LockSupport.parkNanos(owed);
      paidUntil = processorTime;
    }
  }

  /** The statement has ended. */
  void end() {
    if (counted) {
      counted = false;
      RUNNING.decrementAndGet();
    }
  }
}
