package org.strongroom.storage.driver.filesystem;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/**
 * Waits for calls that the kernel may never finish, as on a dead network mount. At most one thread
 * hangs in such a call: as long as it does, later calls wait for the same answer.
 */
final class PatientCalls {
  private @Nullable FutureTask<Capacity> running;

  interface Call {
    Capacity run() throws StorageException;
  }

  Capacity within(Duration time, Object subject, Call call) throws StorageException {
    try {
      return latest(call).get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new StorageException(
          Reason.TIMED_OUT, subject + " did not answer within " + time.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StorageException known) {
        throw known;
      }
      throw new StorageException(Reason.FAILED, subject + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.FAILED, "interrupted while waiting for " + subject, e);
    }
  }

  private synchronized FutureTask<Capacity> latest(Call call) {
    FutureTask<Capacity> known = running;
    if (known != null && !known.isDone()) {
      return known;
    }
    var task = new FutureTask<>(call::run);
    running = task;
    Thread.ofPlatform().daemon().name("file system call").start(task);
    return task;
  }
}
