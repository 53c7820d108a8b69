package org.strongroom.storage.repository.work;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.repository.file.RepositoryException;

/** The threads that hash, compress and seal: one a core, shared by all works of this process. */
public final class Processors {
  public static final int COUNT = Runtime.getRuntime().availableProcessors();

  public static final Executor THREADS =
      Executors.newFixedThreadPool(
          COUNT, Thread.ofPlatform().daemon().name("repository blobs ", 0).factory());

  private Processors() {}

  /** Waits for a task and gives what came of it, or fails as it did. */
  public static <T> T result(FutureTask<T> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(StorageException.Reason.FAILED, "interrupted", e);
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  /** Waits until tasks have ended, however; an interrupt is kept for later. */
  public static void settle(Collection<? extends FutureTask<?>> tasks) {
    boolean interrupted = Thread.interrupted();
    for (FutureTask<?> task : tasks) {
      boolean ended = false;
      while (!ended) {
        try {
          task.get();
          ended = true;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          ended = true; // told to whoever waits for it, or of no interest any more
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The failure of another thread, thrown anew where it is waited for. */
  private static IOException failure(ExecutionException e) {
    return switch (e.getCause()) {
      case RepositoryException known ->
          new RepositoryException(known.reason(), String.valueOf(known.getMessage()), known);
      case StorageException known ->
          new StorageException(known.reason(), String.valueOf(known.getMessage()), known);
      case IOException known -> new IOException(known.getMessage(), known);
      case RuntimeException unexpected -> throw unexpected; // a fence's, perhaps
      case null, default -> throw new IllegalStateException(e.getCause());
    };
  }
}
