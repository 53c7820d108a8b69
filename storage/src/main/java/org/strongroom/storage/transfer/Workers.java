package org.strongroom.storage.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Virtual threads that succeed or fail together: the first failure, or an interrupt of the thread
 * that waits, stops all. None is left running when {@link #join} returns.
 */
final class Workers {
  /** What one of them does. */
  interface Task {
    void run() throws IOException, InterruptedException;
  }

  private final List<Thread> threads = new ArrayList<>();
  private final BlockingQueue<Optional<Throwable>> outcomes = new LinkedBlockingQueue<>();
  private final Runnable cut;

  /**
   * @param cut called at a failure, to wake workers that an interrupt does not
   */
  Workers(Runnable cut) {
    this.cut = cut;
  }

  void start(String name, Task task) {
    threads.add(
        Thread.ofVirtual()
            .name(name)
            .start(() -> {
              Optional<Throwable> outcome = Optional.empty();
              try {
                task.run();
              } catch (Throwable e) {
                outcome = Optional.of(e);
              }
              outcomes.add(outcome);
            }));
  }

  /** Waits for all. */
  void join() throws IOException, InterruptedException {
    for (int running = threads.size(); running > 0; running--) {
      Optional<Throwable> outcome;
      try {
        outcome = outcomes.take();
      } catch (InterruptedException e) {
        stop();
        throw e;
      }
      if (outcome.isPresent()) {
        stop();
        rethrow(outcome.get());
      }
    }
  }

  private void stop() {
    threads.forEach(Thread::interrupt);
    cut.run();
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(Throwable failure) throws IOException, InterruptedException {
    switch (failure) {
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IOException(failure);
    }
  }
}
