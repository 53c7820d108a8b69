package org.strongroom.server.lane;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A few platform threads that owners share: each owner has so many places and waits in a line of
 * its own, and lines are served in turn. Where all places to wait are taken, the longest line loses
 * its last, so that a flood pushes out only itself.
 */
public final class FairLane implements AutoCloseable {
  private static final long GLANCE_MILLIS = 100;

  private final String name;
  private final int placesOfOne;
  private final int mostWaiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Map<String, Line> lines = new HashMap<>();
  private final Deque<Line> turns = new ArrayDeque<>();
  private int waiting;
  private volatile boolean closed;

  /**
   * Starts the threads.
   *
   * @param threads how much is done at a time
   * @param placesOfOne how much of that for one owner
   * @param mostWaiting how much may wait, of all owners together
   */
  public FairLane(String name, int threads, int placesOfOne, int mostWaiting) {
    this.name = name;
    this.placesOfOne = placesOfOne;
    this.mostWaiting = mostWaiting;
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform().name(name + "-" + i).daemon().start(this::run);
    }
  }

  /**
   * Does a piece of work on a thread of the lane and waits for its result.
   *
   * @param owner whose places and line it takes
   * @param gone asked now and then while it waits or runs: whether the result is not wanted any
   *     more
   * @param task is told by its argument when it should end early
   * @throws FullLaneException if there is no room for it to wait
   * @throws AbandonedException if it was not wanted any more, or the lane has closed
   */
  public <T extends @Nullable Object> T call(
      String owner, BooleanSupplier gone, Function<BooleanSupplier, T> task) {
    Piece<T> piece = new Piece<>(owner, task);
    enter(piece);
    return await(piece, gone);
  }

  private <T extends @Nullable Object> T await(Piece<T> piece, BooleanSupplier gone) {
    try {
      while (true) {
        try {
          return piece.done.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (gone.getAsBoolean()) {
            leave(piece);
            throw new AbandonedException(name);
          }
        }
      }
    } catch (InterruptedException e) {
      leave(piece);
      Thread.currentThread().interrupt();
      throw new AbandonedException(name);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void enter(Piece<?> piece) {
    lock.lock();
    try {
      if (closed) {
        throw new AbandonedException(name);
      }
      Line line = lines.computeIfAbsent(piece.owner, owner -> new Line());
      if (waiting >= mostWaiting) {
        makeRoom(piece.owner, line);
      }
      line.waiting.addLast(piece);
      waiting++;
      takeTurn(line);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private void makeRoom(String owner, Line mine) {
    Line longest =
        lines.values().stream().max(Comparator.comparingInt(l -> l.waiting.size())).orElse(mine);
    if (longest.waiting.size() <= mine.waiting.size() + 1) {
      forgetIfIdle(owner, mine);
      throw new FullLaneException(name);
    }
    longest.waiting.removeLast().done.completeExceptionally(new FullLaneException(name));
    waiting--;
  }

  /** A line stands in the turns once, as long as somebody waits in it who may begin. */
  private void takeTurn(Line line) {
    if (!line.inTurns && !line.waiting.isEmpty() && line.running < placesOfOne) {
      line.inTurns = true;
      turns.addLast(line);
    }
  }

  private void leave(Piece<?> piece) {
    piece.abandoned = true;
    lock.lock();
    try {
      Line line = lines.get(piece.owner);
      if (line != null && line.waiting.remove(piece)) {
        waiting--;
        forgetIfIdle(piece.owner, line);
      }
    } finally {
      lock.unlock();
    }
  }

  private void forgetIfIdle(String owner, Line line) {
    if (line.running == 0 && line.waiting.isEmpty() && !line.inTurns) {
      lines.remove(owner);
    }
  }

  private void run() {
    for (Piece<?> piece = next(); piece != null; piece = next()) {
      piece.run(() -> closed);
      ended(piece);
    }
  }

  private @Nullable Piece<?> next() {
    lock.lock();
    try {
      while (true) {
        if (closed) {
          return null;
        }
        Line line = turns.pollFirst();
        if (line == null) {
          work.awaitUninterruptibly();
          continue;
        }
        line.inTurns = false;
        Piece<?> piece = line.waiting.pollFirst();
        if (piece != null) {
          waiting--;
          line.running++;
          takeTurn(line);
          return piece;
        }
        lines.values().removeIf(l -> l.running == 0 && l.waiting.isEmpty() && !l.inTurns);
      }
    } finally {
      lock.unlock();
    }
  }

  private void ended(Piece<?> piece) {
    lock.lock();
    try {
      Line line = lines.get(piece.owner);
      if (line != null) {
        line.running--;
        takeTurn(line);
        forgetIfIdle(piece.owner, line);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How much waits now. */
  public int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** Gives up what waits and asks what runs to end. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      for (Line line : lines.values()) {
        line.waiting.forEach(
            piece -> piece.done.completeExceptionally(new AbandonedException(name)));
        line.waiting.clear();
      }
      waiting = 0;
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static final class Line {
    private final Deque<Piece<?>> waiting = new ArrayDeque<>();
    private int running;
    private boolean inTurns;
  }

  private static final class Piece<T extends @Nullable Object> {
    private final String owner;
    private final Function<BooleanSupplier, T> task;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private volatile boolean abandoned;

    Piece(String owner, Function<BooleanSupplier, T> task) {
      this.owner = owner;
      this.task = task;
    }

    void run(BooleanSupplier closed) {
      try {
        done.complete(task.apply(() -> abandoned || closed.getAsBoolean()));
      } catch (RuntimeException | Error e) {
        done.completeExceptionally(e);
      }
    }
  }
}
