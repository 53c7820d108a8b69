package org.strongroom.storage.driver.sftp.ssh;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Bounds a stretch of code that blocks in ways that neither a time-out nor an interrupt reaches: a
 * socket write to a frozen server. When the time is over it runs an action that makes the code
 * fail, such as closing the socket.
 */
public final class Guard implements AutoCloseable {
  private final CompletableFuture<Boolean> timer = new CompletableFuture<>();
  private final CompletableFuture<Void> fired;

  public Guard(Duration time, Runnable whenOver) {
    fired = timer.thenAccept(_ -> whenOver.run());
    timer.completeOnTimeout(true, Math.max(1, time.toNanos()), TimeUnit.NANOSECONDS);
  }

  /** Whether the time was over before the guard was closed. */
  public boolean fired() {
    return fired.isDone() && !fired.isCompletedExceptionally();
  }

  @Override
  public void close() {
    timer.cancel(false);
  }
}
