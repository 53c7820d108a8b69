package org.strongroom.server.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.monitor.WatchedStorages.Status;
import org.strongroom.server.monitor.WatchedStorages.Watched;

/**
 * When each storage is due. What is taken is not due again before it is given back. Not
 * thread-safe.
 */
final class Schedule {
  private final Map<String, Entry> entries = new HashMap<>();
  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>((a, b) -> Long.compare(a.due, b.due));

  /**
   * Takes over how the storages are now, forgets those that are gone, and plans the new ones. One
   * that stopped being Connected, or became it, behind this node's back is planned anew too.
   */
  void update(List<Watched> storages, ToLongFunction<Watched> firstDue) {
    Map<String, Watched> present = new HashMap<>();
    storages.forEach(storage -> present.put(storage.uuid(), storage));
    entries
        .values()
        .removeIf(entry -> {
          boolean gone = !present.containsKey(entry.storage.uuid());
          if (gone) {
            queue.remove(entry);
          }
          return gone;
        });
    for (Watched storage : storages) {
      Entry entry = entries.get(storage.uuid());
      if (entry == null) {
        entry = new Entry(storage, firstDue.applyAsLong(storage));
        entries.put(storage.uuid(), entry);
        queue.add(entry);
      } else if (!entry.taken) {
        entry.storage = storage;
      }
    }
  }

  Set<String> uuids() {
    return entries.keySet();
  }

  /** Plans all that are due later than this anew. */
  void bringForward(LongSupplier due, long latest) {
    List<Entry> late = new ArrayList<>();
    queue.removeIf(entry -> entry.due > latest && late.add(entry));
    late.forEach(entry -> {
      entry.due = due.getAsLong();
      queue.add(entry);
    });
  }

  /** The storage that is due for the longest time; null if none is. */
  @Nullable Watched take(long now) {
    Entry first = queue.peek();
    if (first == null || first.due > now) {
      return null;
    }
    queue.remove();
    first.taken = true;
    return first.storage;
  }

  void giveBack(String uuid, Status status, long due) {
    Entry entry = entries.get(uuid);
    if (entry != null && entry.taken) {
      entry.taken = false;
      entry.storage = new Watched(uuid, status, entry.storage.failedReconnects());
      entry.due = due;
      queue.add(entry);
    }
  }

  private static final class Entry {
    private Watched storage;
    private long due;
    private boolean taken;

    Entry(Watched storage, long due) {
      this.storage = storage;
      this.due = due;
    }
  }
}
