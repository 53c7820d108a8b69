package org.strongroom.storage.driver;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.strongroom.storage.driver.StorageException.Reason;

/** Several calls at the same time, on virtual threads. */
public final class AtOnce {
  private static final int MOST = 8;

  private AtOnce() {}

  /** What is done with each of them. */
  public interface Action<T> {
    void run(T item) throws StorageException;
  }

  /** Does it with all; the first failure ends the others and passes through. */
  public static <T> void forEach(List<T> items, Action<T> action) throws StorageException {
    var running = new ArrayDeque<FutureTask<Boolean>>();
    try {
      Iterator<T> left = items.iterator();
      while (left.hasNext() || !running.isEmpty()) {
        while (left.hasNext() && running.size() < MOST) {
          T item = left.next();
          running.add(
              start(
                  "calls at once",
                  () -> {
                    action.run(item);
                    return true;
                  }));
        }
        result(running.getFirst());
        running.removeFirst();
      }
    } finally {
      running.forEach(task -> task.cancel(true));
    }
  }

  /** Begins a call; cancelling it cuts its connection. */
  public static <T> FutureTask<T> start(String name, Callable<T> call) {
    var task = new FutureTask<>(call);
    Thread.ofVirtual().name(name).start(task);
    return task;
  }

  /** Waits for it. */
  public static <T> T result(FutureTask<T> task) throws StorageException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(Reason.FAILED, "interrupted", e);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (java.util.concurrent.CancellationException e) {
      throw new StorageException(Reason.FAILED, "the write was closed", e);
    }
  }

  /** The failure of a call, thrown anew where it is waited for. */
  public static StorageException failure(ExecutionException e) {
    if (e.getCause() instanceof StorageException known) {
      return new StorageException(known.reason(), String.valueOf(known.getMessage()), known);
    }
    throw new IllegalStateException(e.getCause());
  }
}
