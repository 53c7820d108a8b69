package org.strongroom.server.monitor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.server.monitor.WatchedStorages.Measured;
import org.strongroom.server.monitor.WatchedStorages.Status;
import org.strongroom.server.monitor.WatchedStorages.Watched;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.StorageException;

/**
 * Pings every storage of this node each {@code ping.interval}, and connects the lost ones anew
 * (Status). The first pings are spread over the interval, so that no burst arises; a storage has
 * never two open at a time; {@code ping.parallelismDegree} bounds the pings, and apart from them
 * the connects: these wait for dead servers, and living ones must not wait behind them.
 */
public final class PingTracker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PingTracker.class);
  private static final Duration STEP = Duration.ofMillis(500);
  private static final Duration LIST_AGE = Duration.ofSeconds(5);

  /** Reconnects that failed in a row before the pauses become longer, and again. */
  private static final int PATIENT_RECONNECTS = 10;

  private static final Duration HANDED_OVER_WITHIN = Duration.ofSeconds(10);

  private final WatchedStorages storages;
  private final PingSettings settings;
  private final Predicate<String> owned;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Schedule schedule = new Schedule();
  private final Map<String, Capacity> known = new HashMap<>();
  private final List<Measured> fresh = new ArrayList<>();
  private final Map<String, Long> answered = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("ping-timer").daemon().factory());
  private long listed;
  private int openPings;
  private int openConnects;
  private volatile boolean closed;

  /**
   * A tracker that does not run yet.
   *
   * @param owned whether this node answers for a storage
   */
  public PingTracker(
      WatchedStorages storages,
      PingSettings settings,
      Predicate<String> owned,
      InstantSource clock,
      RandomGenerator random) {
    this.storages = storages;
    this.settings = settings;
    this.owned = owned;
    this.clock = clock;
    this.random = random;
    settings.onChange(this::respread);
  }

  /**
   * Connects the storages of this node, and tracks them from now on.
   *
   * @param watched whether other nodes live that watched over them until now: their status is then
   *     believed, and those that are Connected go on without a break
   */
  public void start(boolean watched) {
    boot(watched);
    timer.scheduleWithFixedDelay(
        this::step, STEP.toMillis(), STEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A failed connect fails only its storage, never the boot. */
  void boot(boolean watched) {
    List<String> mine =
        storages.all().stream()
            .filter(storage -> !watched || storage.status() != Status.CONNECTED)
            .map(Watched::uuid)
            .filter(owned)
            .toList();
    storages.connecting(mine, "the management node starts");
    if (watched) {
      takeOver();
    } else {
      refresh();
    }
  }

  /** One turn of the timer: learns of new and deleted storages, writes what was measured, pings. */
  void step() {
    try {
      if (clock.millis() - listed >= LIST_AGE.toMillis()) {
        refresh();
      }
      flush();
      pump();
    } catch (RuntimeException e) {
      log.error("a round of pings failed; the next one is tried", e);
    }
  }

  /** Learns at once which storages there are, which are this node's, and how they are. */
  public void refresh() {
    refresh(settings.interval());
  }

  /** As {@link #refresh}; those that were another node's until now are pinged soon. */
  public void takeOver() {
    Duration interval = settings.interval();
    refresh(interval.compareTo(HANDED_OVER_WITHIN) < 0 ? interval : HANDED_OVER_WITHIN);
  }

  private void refresh(Duration firstPingWithin) {
    List<Watched> mine = storages.all().stream().filter(w -> owned.test(w.uuid())).toList();
    synchronized (this) {
      listed = clock.millis();
      long interval = firstPingWithin.toMillis();
      schedule.update(
          mine,
          storage ->
              storage.status() == Status.CONNECTED
                  ? listed + (long) (random.nextDouble() * interval)
                  : listed);
      known.keySet().retainAll(schedule.uuids());
      answered.keySet().retainAll(schedule.uuids());
      mine.forEach(this::noticeOtherWriters);
    }
    pump();
  }

  /** What is kept is no longer what was measured: the next measurement is news, though the same. */
  private void noticeOtherWriters(Watched storage) {
    storage
        .written()
        .filter(written -> !written.equals(known.get(storage.uuid())))
        .ifPresent(written -> known.remove(storage.uuid()));
  }

  /** A shorter interval holds at once; a longer one from the next ping of each storage on. */
  private synchronized void respread() {
    long now = clock.millis();
    long interval = settings.interval().toMillis();
    schedule.bringForward(() -> now + (long) (random.nextDouble() * interval), now + interval);
  }

  private void pump() {
    while (true) {
      Watched next;
      synchronized (this) {
        next = closed ? null : takeNext();
        if (next == null) {
          return;
        }
        count(next, 1);
      }
      Watched storage = next;
      Thread.ofVirtual().name("ping-" + storage.uuid()).start(() -> visit(storage));
    }
  }

  private @Nullable Watched takeNext() {
    int most = settings.parallelism();
    long now = clock.millis();
    Watched ping = openPings < most ? schedule.takePing(now) : null;
    return ping == null && openConnects < most ? schedule.takeConnect(now) : ping;
  }

  private void count(Watched storage, int change) {
    if (storage.status() == Status.CONNECTED) {
      openPings += change;
    } else {
      openConnects += change;
    }
  }

  private void visit(Watched storage) {
    Status after = storage.status();
    try {
      after = storage.status() == Status.CONNECTED ? ping(storage) : reconnect(storage);
    } catch (ApiException e) {
      log.debug("not tracked any more: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("backup storage {} could not be pinged", storage.uuid(), e);
    } finally {
      synchronized (this) {
        count(storage, -1);
        schedule.giveBack(storage.uuid(), after, clock.millis() + pause(after, storage));
      }
      pump();
    }
  }

  private Status ping(Watched storage) {
    try {
      Capacity capacity = storages.ping(storage.uuid(), settings.timeout());
      answered.put(storage.uuid(), clock.millis());
      synchronized (this) {
        if (!capacity.equals(known.put(storage.uuid(), capacity))) {
          fresh.add(new Measured(storage.uuid(), capacity));
        }
      }
      return Status.CONNECTED;
    } catch (StorageException e) {
      if (closed) {
        return Status.CONNECTED;
      }
      log.debug("backup storage {} lost a ping: {}", storage.uuid(), e.getMessage());
      storages.lost(storage.uuid(), e);
      return Status.DISCONNECTED;
    }
  }

  private Status reconnect(Watched storage) {
    boolean wanted =
        storage.status() == Status.CONNECTING // left by a start or a node that is gone
            || (settings.autoReconnect()
                && (settings.maxAttempts() == 0
                    || storage.failedReconnects() < settings.maxAttempts()));
    if (!wanted) {
      return storage.status();
    }
    boolean connected = storages.connect(storage.uuid(), "automatic reconnect");
    return connected ? Status.CONNECTED : Status.DISCONNECTED;
  }

  /**
   * Reconnects get jitter, so that storages lost together do not come back in one burst. After ten
   * that failed in a row they come half as often, after twenty a quarter.
   */
  private long pause(Status after, Watched before) {
    long interval = settings.interval().toMillis();
    if (after == Status.CONNECTED) {
      return interval;
    }
    int doublings = Math.min(2, before.failedReconnects() / PATIENT_RECONNECTS);
    return (long) ((interval << doublings) * (0.75 + random.nextDouble() / 2));
  }

  private void flush() {
    List<Measured> batch;
    synchronized (this) {
      batch = List.copyOf(fresh);
      fresh.clear();
    }
    if (!batch.isEmpty()) {
      try {
        storages.measured(batch);
      } catch (RuntimeException e) {
        synchronized (this) {
          batch.forEach(measured -> known.remove(measured.storageUuid()));
        }
        throw e;
      }
    }
  }

  /** When the storages that this node tracks last answered a ping, in milliseconds of 1970. */
  public Map<String, Long> lastAnswers() {
    return Map.copyOf(answered);
  }

  /** Pings and connects that have not ended. */
  synchronized int openVisits() {
    return openPings + openConnects;
  }

  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
  }
}
