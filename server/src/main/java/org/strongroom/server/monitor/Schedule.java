package org.strongroom.server.monitor;

import java.util.ArrayList;
import java.util.Comparator;
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
 * When each storage is due, for a ping or, if it is not Connected, for a connect. What is taken is
 * not due again before it is given back. Not thread-safe.
 */
final class Schedule {
  /** At a start all are due: those that were there last go before those that were dead. */
  private static final Comparator<Entry> BY_DUE =
      Comparator.<Entry>comparingLong(entry -> entry.due).thenComparingInt(entry -> entry.failures);

  private final Map<String, Entry> entries = new HashMap<>();
  private final PriorityQueue<Entry> pings = queue();
  private final PriorityQueue<Entry> connects = queue();

  private static PriorityQueue<Entry> queue() {
    return new PriorityQueue<>(BY_DUE);
  }

  private void enqueue(Entry entry) {
    entry.failures = entry.storage.failedReconnects();
    queueOf(entry.storage).add(entry);
  }

  private PriorityQueue<Entry> queueOf(Watched storage) {
    return storage.status() == Status.CONNECTED ? pings : connects;
  }

  /**
   * Takes over how the storages are now, forgets those that are gone, and plans the new ones. One
   * that became Connected or Disconnected behind this node's back is planned anew too; one that
   * somebody else is connecting keeps its time.
   */
  void update(List<Watched> storages, ToLongFunction<Watched> firstDue) {
    Map<String, Watched> present = new HashMap<>();
    storages.forEach(storage -> present.put(storage.uuid(), storage));
    entries
        .values()
        .removeIf(entry -> {
          boolean gone = !present.containsKey(entry.storage.uuid());
          if (gone) {
            queueOf(entry.storage).remove(entry);
          }
          return gone;
        });
    for (Watched storage : storages) {
      Entry entry = entries.get(storage.uuid());
      if (entry == null) {
        entry = new Entry(storage, firstDue.applyAsLong(storage));
        entries.put(storage.uuid(), entry);
        enqueue(entry);
      } else if (!entry.taken) {
        replace(entry, storage, firstDue);
      }
    }
  }

  private void replace(Entry entry, Watched storage, ToLongFunction<Watched> firstDue) {
    if (entry.storage.status() == storage.status()) {
      entry.storage = storage;
      return;
    }
    queueOf(entry.storage).remove(entry);
    if (storage.status() != Status.CONNECTING) {
      entry.due = firstDue.applyAsLong(storage);
    }
    entry.storage = storage;
    enqueue(entry);
  }

  Set<String> uuids() {
    return entries.keySet();
  }

  /** Plans all that are due later than this anew. */
  void bringForward(LongSupplier due, long latest) {
    bringForward(pings, due, latest);
    bringForward(connects, due, latest);
  }

  private static void bringForward(PriorityQueue<Entry> queue, LongSupplier due, long latest) {
    List<Entry> late = new ArrayList<>();
    queue.removeIf(entry -> entry.due > latest && late.add(entry));
    late.forEach(entry -> {
      entry.due = due.getAsLong();
      queue.add(entry);
    });
  }

  /** The Connected storage that is due for the longest time; null if none is. */
  @Nullable Watched takePing(long now) {
    return take(pings, now);
  }

  /** The same of those that are not Connected. */
  @Nullable Watched takeConnect(long now) {
    return take(connects, now);
  }

  private static @Nullable Watched take(PriorityQueue<Entry> queue, long now) {
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
      enqueue(entry);
    }
  }

  private static final class Entry {
    private Watched storage;
    private long due;
    private int failures;
    private boolean taken;

    Entry(Watched storage, long due) {
      this.storage = storage;
      this.due = due;
    }
  }
}
