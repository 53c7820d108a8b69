package org.strongroom.storage.driver.filesystem;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/**
 * The platform threads on which the file calls of one storage run. A file call can hang in the
 * kernel for ever, as on a dead network mount, and on a virtual thread it would hold a carrier that
 * every request of the server needs. Here it holds one of a few threads of its own storage: the
 * caller gets an answer within a bounded time, and once all threads hang further calls fail at
 * once. When the mount answers again the threads come back by themselves. They are never
 * interrupted, because a {@link java.nio.channels.FileChannel} makes whoever interrupts its reader
 * wait for the call that hangs.
 */
final class Lane {
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final Duration CLEAN_UP = Duration.ofSeconds(2);
  private static final ScopedValue<LaneCall<?>> RUNNING = ScopedValue.newInstance();

  private final int size;
  private final ThreadPoolExecutor threads;
  private final @Nullable Lane life;
  private final AtomicInteger hung = new AtomicInteger();
  private volatile long lastSign = System.nanoTime();

  /**
   * @param size most calls that run at the same time
   * @param life another lane: as long as calls hang there, those here fail at once
   */
  Lane(String name, int size, @Nullable Lane life) {
    this.size = size;
    this.life = life;
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name(name + "-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs a call and waits for it.
   *
   * @param limit how long nothing may be heard of it; a call that reports its {@link #progress} may
   *     take longer
   * @throws StorageException TIMED_OUT if it hangs; what it opens later is closed then
   */
  <T> T call(Object subject, Duration limit, LocalFailures.Call<T> call) throws StorageException {
    if (hung.get() >= size) {
      throw silent(subject, limit, ", and %d earlier calls still hang".formatted(size));
    }
    if (life != null && life.hung() > 0) {
      throw silent(subject, limit, ", and a ping before it still hangs");
    }
    LaneCall<T> task = new LaneCall<>(() -> LocalFailures.explain(subject, call), this);
    threads.execute(() -> ScopedValue.where(RUNNING, task).run(task));
    return await(task, subject, limit);
  }

  void run(Object subject, Duration limit, LocalFailures.Action action) throws StorageException {
    call(
        subject,
        limit,
        () -> {
          action.run();
          return true;
        });
  }

  /**
   * Runs what must happen in any case, like the closing of a file, when a thread is free. Waits for
   * it a moment only, and not at all if calls hang; an interrupt does not keep it from running.
   */
  void cleanUp(Runnable action) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    threads.execute(() -> {
      try {
        action.run();
      } finally {
        done.complete(true);
      }
    });
    awaitCleanUp(done);
  }

  void awaitCleanUp(CompletableFuture<Boolean> done) {
    boolean interrupted = Thread.interrupted();
    try {
      if (hung.get() == 0) {
        done.get(CLEAN_UP.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (TimeoutException | ExecutionException e) {
      // It goes on without us.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> T await(LaneCall<T> task, Object subject, Duration limit) throws StorageException {
    while (true) {
      long left = limit.toNanos() - (System.nanoTime() - task.lastSign());
      if (left <= 0 && task.giveUp()) {
        throw silent(subject, limit, "");
      }
      try {
        return task.outcome().get(Math.max(left, 1), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        // Perhaps it made progress meanwhile.
      } catch (InterruptedException e) {
        task.giveUp();
        Thread.currentThread().interrupt();
        throw new StorageException(Reason.FAILED, "interrupted while waiting for " + subject, e);
      } catch (ExecutionException e) {
        throw failure(subject, e);
      }
    }
  }

  private static StorageException failure(Object subject, ExecutionException e) {
    return switch (e.getCause()) {
      case StorageException known -> known;
      case RuntimeException unexpected -> throw unexpected;
      case Error fatal -> throw fatal;
      case null, default ->
          new StorageException(Reason.FAILED, subject + ": " + e.getCause(), e.getCause());
    };
  }

  private static StorageException silent(Object subject, Duration limit, String more) {
    return new StorageException(
        Reason.TIMED_OUT,
        "%s did not answer within %d ms%s".formatted(subject, limit.toMillis(), more));
  }

  /** Told by a call on a lane that it goes on, however slowly. */
  static void progress() {
    if (RUNNING.isBound()) {
      RUNNING.get().progress();
    }
  }

  /**
   * To be asked by a call before each of its effects: whoever waited may have given up long ago,
   * and have been told that nothing happened.
   */
  static void requireWanted() throws InterruptedIOException {
    if (RUNNING.isBound() && RUNNING.get().outcome().isDone()) {
      throw new InterruptedIOException("given up because it took too long");
    }
  }

  /** Calls that their callers have given up and that have not ended. */
  int hung() {
    return hung.get();
  }

  long lastSign() {
    return lastSign;
  }

  void heard() {
    lastSign = System.nanoTime();
  }

  void countHung(int more) {
    hung.addAndGet(more);
  }
}
