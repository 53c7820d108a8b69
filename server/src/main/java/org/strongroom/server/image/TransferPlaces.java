package org.strongroom.server.image;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the images that come in at the same time over all storages, and with them open sources and
 * the memory of transfers. The last quarter of the places is for storages that have none, so that
 * some slow ones do not keep all others waiting.
 */
final class TransferPlaces {
  /**
   * Memory of one transfer: its ring of chunks and what is under way to the storage, rounded up.
   */
  private static final long MEMORY = 8L << 20;

  private static final int FEWEST = 16;
  private static final int MOST = 500;

  private final int all;
  private final int forAnybody;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Integer> taken = new HashMap<>();
  private int used;
  private long released;

  /**
   * @param all how many images may come in at the same time, at least 1
   */
  TransferPlaces(int all) {
    this.all = all;
    this.forAnybody = all - all / 4;
  }

  /** As many places as fit in half of the memory that the process may take. */
  static TransferPlaces forMemory(long bytes) {
    return new TransferPlaces(Math.clamp(bytes / 2 / MEMORY, FEWEST, MOST));
  }

  /** What is taken until it is closed. */
  final class Place implements AutoCloseable {
    private final Set<String> storages;
    private boolean over;

    private Place(Set<String> storages) {
      this.storages = storages;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (!over) {
          over = true;
          used--;
          storages.forEach(uuid -> taken.merge(uuid, -1, Integer::sum));
          taken.values().removeIf(count -> count == 0);
          released++;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Turns on storages, given back when there is no place. */
  interface Turns<T> {
    T await() throws InterruptedException;

    void giveBack(T turns);
  }

  /** Turns on all storages of an image, and a place. */
  record Admission<T>(T turns, Place place) {}

  /**
   * Waits until there are both, a turn on each storage and a place; holds neither while it waits
   * for the other.
   */
  <T> Admission<T> await(Collection<String> storageUuids, Turns<T> storages)
      throws InterruptedException {
    Set<String> uuids = new HashSet<>(storageUuids);
    while (true) {
      T turns = storages.await();
      long seen;
      lock.lock();
      try {
        if (isFree(uuids)) {
          return new Admission<>(turns, take(uuids));
        }
        seen = released;
      } finally {
        lock.unlock();
      }
      storages.giveBack(turns);
      awaitChange(seen);
    }
  }

  private boolean isFree(Set<String> storageUuids) {
    return used < forAnybody
        || (used < all && storageUuids.stream().anyMatch(uuid -> !taken.containsKey(uuid)));
  }

  private Place take(Set<String> storageUuids) {
    used++;
    storageUuids.forEach(uuid -> taken.merge(uuid, 1, Integer::sum));
    return new Place(storageUuids);
  }

  private void awaitChange(long seen) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (released == seen) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
