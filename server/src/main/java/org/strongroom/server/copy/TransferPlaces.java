package org.strongroom.server.copy;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.strongroom.storage.driver.layer.FairTurns;

/**
 * Bounds the images that come in at the same time over all storages, and with them open sources and
 * the memory of transfers. Accounts that wait are served in turn. The last quarter of the places is
 * for storages and accounts that have none, so that some slow ones do not keep all others waiting;
 * the last eighth is never for the account that has all others.
 */
public final class TransferPlaces {
  /**
   * Memory of one transfer: its ring of chunks and what is under way to the storage, rounded up.
   */
  private static final long MEMORY = 8L << 20;

  private static final int FEWEST = 16;
  private static final int MOST = 500;

  private final FairTurns<Set<String>> places;

  /**
   * @param all how many images may come in at the same time, at least 1
   */
  TransferPlaces(int all) {
    this.places = new FairTurns<>(new Places(all));
  }

  /** As many places as fit in half of the memory that the process may take. */
  public static TransferPlaces forMemory(long bytes) {
    return new TransferPlaces(Math.clamp(bytes / 2 / MEMORY, FEWEST, MOST));
  }

  /** Places for images that go to sets of storages. */
  private static final class Places implements FairTurns.Room<Set<String>> {
    private final int all;
    private final Map<String, Integer> taken = new HashMap<>();

    Places(int all) {
      this.all = all;
    }

    @Override
    public boolean hasFor(String account, Set<String> storages, int ofAccount, int ofAll) {
      if (ofAll >= all || ofAccount >= Math.max(1, all - Math.max(1, all / 8))) {
        return false;
      }
      return ofAll < all - all / 4
          || ofAccount == 0
          || storages.stream().anyMatch(uuid -> !taken.containsKey(uuid));
    }

    @Override
    public void taken(Set<String> storages) {
      storages.forEach(uuid -> taken.merge(uuid, 1, Integer::sum));
    }

    @Override
    public void returned(Set<String> storages) {
      storages.forEach(
          uuid -> taken.merge(uuid, -1, (before, one) -> before == 1 ? null : before + one));
    }
  }

  /** Turns on storages, given back when there is no place. */
  interface Turns<T> {
    T await() throws InterruptedException;

    /** All of them if nobody has to be waited for; else none. */
    Optional<T> poll();

    void giveBack(T turns);
  }

  /** Turns on all storages of an image, and a place. */
  record Admission<T>(T turns, FairTurns<Set<String>>.Turn place) {}

  /**
   * Waits until there are both, a turn on each storage and a place; holds neither while it waits
   * for the other.
   */
  <T> Admission<T> await(String account, Collection<String> storageUuids, Turns<T> storages)
      throws InterruptedException {
    Set<String> uuids = Set.copyOf(storageUuids);
    while (true) {
      T turns = storages.await();
      Optional<FairTurns<Set<String>>.Turn> free = places.poll(account, uuids);
      if (free.isPresent()) {
        return new Admission<>(turns, free.get());
      }
      storages.giveBack(turns);
      var place = places.await(account, uuids, FairTurns.FOR_EVER).orElseThrow();
      Optional<T> now = pollOrLeave(storages, place);
      if (now.isPresent()) {
        return new Admission<>(now.get(), place);
      }
    }
  }

  /** Gives the place to the next one if a storage is busy again. */
  private static <T> Optional<T> pollOrLeave(Turns<T> storages, FairTurns<Set<String>>.Turn place) {
    Optional<T> now = Optional.empty();
    try {
      now = storages.poll();
    } finally {
      if (now.isEmpty()) {
        place.close();
      }
    }
    return now;
  }
}
