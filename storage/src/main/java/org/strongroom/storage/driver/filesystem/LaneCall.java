package org.strongroom.storage.driver.filesystem;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.strongroom.storage.driver.StorageException;

/** One call on a lane, which may outlast the patience of whoever made it. */
final class LaneCall<T> implements Runnable {
  /** What it does. */
  interface Body<T> {
    T run() throws StorageException;
  }

  private final Body<T> body;
  private final Lane lane;
  private final CompletableFuture<T> outcome = new CompletableFuture<>();
  private volatile long lastSign = System.nanoTime();
  private volatile boolean started;
  private boolean ended;
  private boolean countedAsHung;

  LaneCall(Body<T> body, Lane lane) {
    this.body = body;
    this.lane = lane;
  }

  CompletableFuture<T> outcome() {
    return outcome;
  }

  @Override
  public void run() {
    progress();
    started = true;
    try {
      if (!outcome.isDone()) {
        T result = body.run();
        if (!outcome.complete(result) && result instanceof Closeable opened) {
          close(opened);
        }
      }
    } catch (Throwable e) {
      outcome.completeExceptionally(e);
    } finally {
      end();
    }
  }

  private static void close(Closeable opened) {
    try {
      opened.close();
    } catch (IOException e) {
      // Nobody waits for it any more.
    }
  }

  private synchronized void end() {
    ended = true;
    lane.heard();
    if (countedAsHung) {
      lane.countHung(-1);
    }
  }

  /** Ends the waiting for it; false if it has ended meanwhile. */
  boolean giveUp() {
    boolean first = outcome.completeExceptionally(new TimeoutException());
    synchronized (this) {
      if (first && started && !ended) {
        countedAsHung = true;
        lane.countHung(1);
      }
    }
    return first;
  }

  void progress() {
    lastSign = System.nanoTime();
    lane.heard();
  }

  /**
   * When something was heard of it. As long as it waits for a thread, every sign of the calls
   * before it counts.
   */
  long lastSign() {
    return started ? lastSign : Math.max(lastSign, lane.lastSign());
  }
}
