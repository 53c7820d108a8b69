package org.strongroom.storage.driver.layer;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Turns that owners share. Whoever has to wait does so in the line of its owner, and lines are
 * served in turn, so that however much one owner asks for, the others wait behind one of it.
 *
 * @param <W> what turns are for
 */
public final class FairTurns<W> {
  /** How long to wait when there is no end to it. */
  public static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

  /** Says who may have one more. All is called under one lock and must not wait. */
  public interface Room<W> {
    /**
     * Whether there is a turn.
     *
     * @param ofOwner how many the owner has
     * @param ofAll how many are taken
     */
    boolean hasFor(String owner, W what, int ofOwner, int ofAll);

    /** One was taken. */
    default void taken(W what) {}

    /** One was given back. */
    default void returned(W what) {}
  }

  private final Room<W> room;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Set<Waiter>> lines = new LinkedHashMap<>();
  private final Map<String, Integer> held = new HashMap<>();
  private int used;

  public FairTurns(Room<W> room) {
    this.room = room;
  }

  /** What is had until it is closed. */
  public final class Turn implements AutoCloseable {
    private final String owner;
    private final W what;
    private boolean over;

    private Turn(String owner, W what) {
      this.owner = owner;
      this.what = what;
    }

    /** Whether another owner waits who could begin if this turn ended. */
    public boolean isWanted() {
      return isWantedBeside(owner);
    }

    /** Gives the turn back; once, however often it is called. */
    @Override
    public void close() {
      lock.lock();
      try {
        if (!over) {
          over = true;
          used--;
          held.merge(owner, -1, (before, one) -> before == 1 ? null : before + one);
          room.returned(what);
          handOut();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Whether others than the owner wait who could begin if one of its turns ended. */
  public boolean isWantedBeside(String owner) {
    lock.lock();
    try {
      return lines.entrySet().stream()
          .filter(line -> !line.getKey().equals(owner))
          .flatMap(line -> line.getValue().stream())
          .anyMatch(waiter -> hasFor(waiter, used - 1));
    } finally {
      lock.unlock();
    }
  }

  /** A turn if there is one at once. */
  public Optional<Turn> poll(String owner, W what) {
    lock.lock();
    try {
      return hasFor(new Waiter(owner, what), used)
          ? Optional.of(take(owner, what))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a turn; an interrupt ends the waiting.
   *
   * @return empty if none came within the time
   */
  public Optional<Turn> await(String owner, W what, Duration most) throws InterruptedException {
    Waiter waiter = new Waiter(owner, what);
    lock.lockInterruptibly();
    try {
      lines.computeIfAbsent(owner, one -> new LinkedHashSet<>()).add(waiter);
      handOut();
      long left = most.toNanos();
      while (waiter.turn == null && left > 0) {
        left = waiter.granted.awaitNanos(left);
      }
      return Optional.ofNullable(waiter.turn);
    } catch (InterruptedException e) {
      if (waiter.turn != null) {
        waiter.turn.close();
      }
      throw e;
    } finally {
      if (waiter.turn == null) {
        leave(waiter);
      }
      lock.unlock();
    }
  }

  private void leave(Waiter waiter) {
    Set<Waiter> line = lines.get(waiter.owner);
    if (line != null && line.remove(waiter) && line.isEmpty()) {
      lines.remove(waiter.owner);
    }
  }

  private boolean hasFor(Waiter waiter, int ofAll) {
    return room.hasFor(waiter.owner, waiter.what, held.getOrDefault(waiter.owner, 0), ofAll);
  }

  private Turn take(String owner, W what) {
    used++;
    held.merge(owner, 1, Integer::sum);
    room.taken(what);
    return new Turn(owner, what);
  }

  private void handOut() {
    for (Waiter next = next(); next != null; next = next()) {
      Set<Waiter> line = lines.remove(next.owner);
      if (line != null && line.remove(next) && !line.isEmpty()) {
        lines.put(next.owner, line); // behind the others
      }
      next.turn = take(next.owner, next.what);
      next.granted.signal();
    }
  }

  private @Nullable Waiter next() {
    for (Set<Waiter> line : lines.values()) {
      for (Waiter waiter : line) {
        if (hasFor(waiter, used)) {
          return waiter;
        }
      }
    }
    return null;
  }

  private final class Waiter {
    private final String owner;
    private final W what;
    private final Condition granted = lock.newCondition();
    private @Nullable Turn turn;

    Waiter(String owner, W what) {
      this.owner = owner;
      this.what = what;
    }
  }
}
