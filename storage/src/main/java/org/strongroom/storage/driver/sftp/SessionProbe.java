package org.strongroom.storage.driver.sftp;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.sftp.ssh.Traffic;

/**
 * Asks a session for a sign of life. The answer may queue behind the session's own transfers: then
 * bytes that keep coming are the sign, the capacity is the last one known, and the question stays
 * open for the next ping. It is never asked twice at a time.
 */
final class SessionProbe {
  private final Question question;
  private final Traffic traffic;
  private @Nullable CompletableFuture<Capacity> open;
  private volatile @Nullable Capacity known;

  /** The question; it has to end by itself. */
  interface Question {
    Capacity ask() throws StorageException;
  }

  SessionProbe(Question question, Traffic traffic) {
    this.question = question;
    this.traffic = traffic;
  }

  /**
   * The capacity.
   *
   * @param time how long nothing may come of the server
   * @throws TimeoutException if nothing came for so long; at most twice as long after the call
   */
  Capacity run(Duration time) throws StorageException, TimeoutException {
    CompletableFuture<Capacity> answer = answer();
    Traffic.Patience patience = traffic.patience(time);
    long begun = System.nanoTime();
    while (true) {
      long left = Math.max(0, Math.min(patience.left(), fresh(time)));
      try {
        return answer.get(Math.max(left, 1), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        Capacity last = known;
        if (patience.left() <= 0) {
          throw e;
        }
        boolean moving = traffic.silence().toNanos() < fresh(time);
        if (moving && last != null && System.nanoTime() - begun >= time.toNanos()) {
          return last;
        }
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StorageException(Reason.FAILED, "interrupted in a ping", e);
      }
    }
  }

  /** What came within this is a sign of this very moment. */
  private static long fresh(Duration time) {
    return Math.max(TimeUnit.MILLISECONDS.toNanos(1), time.toNanos() / 4);
  }

  private static StorageException failure(@Nullable Throwable cause) {
    return cause instanceof StorageException known
        ? new StorageException(known.reason(), String.valueOf(known.getMessage()), known)
        : new StorageException(Reason.FAILED, "a ping failed: " + cause, cause);
  }

  private synchronized CompletableFuture<Capacity> answer() {
    CompletableFuture<Capacity> asked = open;
    if (asked != null && !asked.isDone()) {
      return asked;
    }
    var answer = new CompletableFuture<Capacity>();
    open = answer;
    Thread.ofVirtual().name("ping-question").start(() -> ask(answer));
    return answer;
  }

  private void ask(CompletableFuture<Capacity> answer) {
    try {
      Capacity capacity = question.ask();
      known = capacity;
      answer.complete(capacity);
    } catch (StorageException | RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }
}
