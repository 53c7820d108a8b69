package org.strongroom.storage.driver.sftp.ssh;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds a stretch of code that blocks in ways that neither a time-out nor an interrupt reaches: a
 * socket write to a frozen server. When the time is over it runs an action that makes the code
 * fail, such as closing the socket.
 */
public final class Guard implements AutoCloseable {
  private final LongSupplier left;
  private final Runnable whenOver;
  private @Nullable CompletableFuture<Boolean> timer;
  private boolean fired;
  private boolean closed;

  public Guard(Duration time, Runnable whenOver) {
    this(until(System.nanoTime() + time.toNanos()), whenOver);
  }

  /** A guard that waits on while the server is busy with other things of ours. */
  public Guard(Traffic.Patience patience, Runnable whenOver) {
    this(patience::left, whenOver);
  }

  private Guard(LongSupplier left, Runnable whenOver) {
    this.left = left;
    this.whenOver = whenOver;
    arm(left.getAsLong());
  }

  private static LongSupplier until(long end) {
    return () -> end - System.nanoTime();
  }

  private synchronized void arm(long nanos) {
    if (!closed) {
      var next = new CompletableFuture<Boolean>();
      timer = next;
      next.thenAccept(_ -> look());
      next.completeOnTimeout(true, Math.max(1, nanos), TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    long nanos = left.getAsLong();
    if (nanos > 0) {
      arm(nanos);
    } else if (fire()) {
      whenOver.run();
    }
  }

  private synchronized boolean fire() {
    fired = !closed;
    return fired;
  }

  /** Whether the time was over before the guard was closed. */
  public synchronized boolean fired() {
    return fired;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
