package org.strongroom.server.catalog;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what others write into the catalog. It may be another management node that writes, so
 * nobody wakes who waits. One thread looks for all: each thing once a round, however many wait for
 * it, and with pauses that keep a thousand waiting jobs from filling the database with questions.
 */
public final class CatalogWatch implements AutoCloseable {
  private static final long SHORTEST_PAUSE = Duration.ofMillis(20).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();

  /** A round may take this part of the time: one in five. */
  private static final int REST = 4;

  /** Who waits for long is told later: after a tenth of the time more. */
  private static final int AGE = 10;

  private final Function<Predicate<DSLContext>, Boolean> reads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition joined = lock.newCondition();
  private final Map<Object, Awaited> awaited = new HashMap<>();
  private @Nullable Thread looking;
  private boolean closed;

  CatalogWatch(Function<Predicate<DSLContext>, Boolean> reads) {
    this.reads = reads;
  }

  private static final class Awaited {
    private final Predicate<DSLContext> over;
    private final CompletableFuture<Boolean> told = new CompletableFuture<>();
    private long youngest = System.nanoTime();
    private int waiting;
    private int joined;

    Awaited(Predicate<DSLContext> over) {
      this.over = over;
    }
  }

  /**
   * Waits until something is so; an interrupt ends the waiting.
   *
   * @param key the same for all who wait for the same
   * @param over asked again and again; what it throws ends the waiting of all
   */
  public void until(Object key, Predicate<DSLContext> over) throws InterruptedException {
    Awaited one = join(key, over);
    try {
      one.told.get();
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      leave(key, one);
    }
  }

  /**
   * As {@link #until}, but not for longer than so.
   *
   * @return whether it is so
   */
  public boolean isWithin(Duration patience, Object key, Predicate<DSLContext> over)
      throws InterruptedException {
    Awaited one = join(key, over);
    try {
      return one.told.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      leave(key, one);
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }

  private Awaited join(Object key, Predicate<DSLContext> over) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the database is closed");
      }
      Awaited one = awaited.computeIfAbsent(key, _ -> new Awaited(over));
      one.youngest = System.nanoTime();
      one.waiting++;
      one.joined++;
      if (looking == null) {
        looking = Thread.ofPlatform().name("catalog-watch").daemon().start(this::look);
      }
      joined.signal();
      return one;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Object key, Awaited one) {
    lock.lock();
    try {
      one.waiting--;
      if (one.waiting == 0) {
        awaited.remove(key, one);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many things are waited for, however many wait for each. */
  public int awaited() {
    return all().size();
  }

  private void look() {
    while (true) {
      long begun = System.nanoTime();
      for (Map.Entry<Object, Awaited> one : all()) {
        ask(one.getKey(), one.getValue());
      }
      if (!pause(REST * (System.nanoTime() - begun))) {
        return;
      }
    }
  }

  private List<Map.Entry<Object, Awaited>> all() {
    lock.lock();
    try {
      return awaited.entrySet().stream().map(Map.Entry::copyOf).toList();
    } finally {
      lock.unlock();
    }
  }

  private void ask(Object key, Awaited one) {
    int before = joined(one);
    try {
      if (reads.apply(one.over) && forget(key, one, before)) {
        one.told.complete(true);
      }
    } catch (RuntimeException | Error e) {
      forget(key, one, joined(one));
      one.told.completeExceptionally(e);
    }
  }

  private int joined(Awaited one) {
    lock.lock();
    try {
      return one.joined;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes it off the list.
   *
   * @return false if somebody joined since: he may have written what this answer does not know
   */
  private boolean forget(Object key, Awaited one, int before) {
    lock.lock();
    try {
      return one.joined == before && awaited.remove(key, one);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for the next round; whoever joins shortens a long pause.
   *
   * @param rest nanoseconds that the database is left alone for at least
   * @return false if nobody waits any more
   */
  private boolean pause(long rest) {
    lock.lock();
    try {
      long begun = System.nanoTime();
      long left = pauseNow(rest);
      while (!awaited.isEmpty() && left > 0) {
        joined.awaitNanos(left);
        left = pauseNow(rest) - (System.nanoTime() - begun);
      }
      if (awaited.isEmpty() || closed) {
        looking = null;
        return false;
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      looking = null;
      return false;
    } finally {
      lock.unlock();
    }
  }

  private long pauseNow(long rest) {
    long now = System.nanoTime();
    long age = awaited.values().stream().mapToLong(one -> now - one.youngest).min().orElse(0) / AGE;
    return Math.max(rest, Math.clamp(age, SHORTEST_PAUSE, LONGEST_PAUSE));
  }

  /** Whoever waits still fails. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      var reason = new IllegalStateException("the database is closed");
      awaited.values().forEach(one -> one.told.completeExceptionally(reason));
      awaited.clear();
      joined.signal();
    } finally {
      lock.unlock();
    }
  }
}
