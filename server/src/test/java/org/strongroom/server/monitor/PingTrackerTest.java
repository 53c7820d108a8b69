package org.strongroom.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.StorageException;

/** Steps time by hand over storages in memory. */
@Tag("slow")
final class PingTrackerTest {
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InMemory storages = new InMemory();
  private final Settings settings = new Settings();
  private final PingTracker tracker =
      new PingTracker(
          storages, settings, uuid -> !uuid.startsWith("other"), new Now(), new Random(7));

  @AfterEach
  void close() {
    tracker.close();
  }

  private void passSeconds(int seconds) {
    for (int half = 0; half < 2 * seconds; half++) {
      now = now.plusMillis(500);
      tracker.step();
      storages.awaitQuiet();
    }
  }

  @Test
  void everyOwnedStorageGoesThroughConnectingAtBoot() {
    storages.put("a", WatchedStorages.Status.CONNECTED);
    storages.put("b", WatchedStorages.Status.DISCONNECTED);
    storages.put("other", WatchedStorages.Status.CONNECTED);
    storages.dead.add("b");
    tracker.boot(false);
    storages.awaitQuiet();
    assertThat(storages.log)
        .containsExactlyInAnyOrder("connecting a", "connecting b", "connect a", "connect b");
    assertThat(storages.statusOf("a")).isEqualTo(WatchedStorages.Status.CONNECTED);
    assertThat(storages.statusOf("b")).isEqualTo(WatchedStorages.Status.DISCONNECTED);
  }

  @Test
  void whatOtherNodesWatchedGoesOnWithoutABreak() {
    storages.put("a", WatchedStorages.Status.CONNECTED);
    storages.put("b", WatchedStorages.Status.DISCONNECTED);
    storages.put("c", WatchedStorages.Status.CONNECTING);
    tracker.boot(true);
    storages.awaitQuiet();
    assertThat(storages.log)
        .containsExactlyInAnyOrder("connecting b", "connecting c", "connect b", "connect c");
    passSeconds(10);
    assertThat(storages.pingsOf("a")).hasSize(1);
  }

  @Test
  void whatWasAnotherNodesIsPingedSoon() {
    settings.interval = Duration.ofHours(1);
    for (int i = 0; i < 20; i++) {
      storages.put("s" + i, WatchedStorages.Status.CONNECTED);
    }
    tracker.takeOver();
    passSeconds(10);
    assertThat(storages.pings).hasSize(20);
  }

  @Test
  void eachStorageIsPingedOnceAnIntervalAtItsOwnTime() {
    for (int i = 0; i < 20; i++) {
      storages.put("s" + i, WatchedStorages.Status.CONNECTED);
    }
    passSeconds(60);
    assertThat(storages.pings)
        .hasSize(20)
        .allSatisfy((uuid, times) -> assertThat(times).hasSize(1));
    assertThat(storages.pings.values().stream().map(List::getFirst).distinct().count())
        .isGreaterThan(10);
    passSeconds(60);
    assertThat(storages.pings).allSatisfy((uuid, times) -> assertThat(times).hasSize(2));
  }

  @Test
  void aShorterIntervalHoldsAtOnce() {
    settings.interval = Duration.ofHours(10);
    storages.put("a", WatchedStorages.Status.CONNECTED);
    passSeconds(5);
    settings.change(Duration.ofSeconds(2));
    passSeconds(10);
    assertThat(storages.pingsOf("a")).hasSizeBetween(4, 5);
  }

  @Test
  void oneLostPingIsLostAndAReconnectComesEachIntervalUntilItIsBack() {
    storages.put("a", WatchedStorages.Status.CONNECTED);
    passSeconds(60);
    storages.dead.add("a");
    passSeconds(60);
    assertThat(storages.statusOf("a")).isEqualTo(WatchedStorages.Status.DISCONNECTED);
    passSeconds(300);
    assertThat(storages.count("connect a")).isBetween(4L, 6L);
    storages.dead.clear();
    passSeconds(90);
    assertThat(storages.statusOf("a")).isEqualTo(WatchedStorages.Status.CONNECTED);
  }

  @Test
  void withoutAutoReconnectNothingBringsItBackByItself() {
    settings.autoReconnect = false;
    storages.put("a", WatchedStorages.Status.DISCONNECTED);
    passSeconds(300);
    assertThat(storages.log).isEmpty();
    storages.put("a", WatchedStorages.Status.CONNECTED);
    passSeconds(150);
    assertThat(storages.pingsOf("a")).isNotEmpty();
  }

  @Test
  void automaticReconnectsEndWhenTheirAttemptsAreUsedUp() {
    settings.maxAttempts = 2;
    storages.put("a", WatchedStorages.Status.DISCONNECTED);
    storages.dead.add("a");
    passSeconds(600);
    assertThat(storages.count("connect a")).isEqualTo(2);
  }

  @Test
  void aStorageLeftInConnectingIsTakenUp() {
    settings.autoReconnect = false;
    storages.put("a", WatchedStorages.Status.CONNECTING);
    passSeconds(1);
    assertThat(storages.statusOf("a")).isEqualTo(WatchedStorages.Status.CONNECTED);
  }

  @Test
  void noMoreThanTheParallelismRunAtOnceAndNoStorageTwice() {
    settings.parallelism = 3;
    settings.interval = Duration.ofSeconds(1);
    for (int i = 0; i < 10; i++) {
      storages.put("s" + i, WatchedStorages.Status.CONNECTED);
    }
    storages.gate = new Semaphore(0);
    for (int i = 0; i < 20; i++) {
      now = now.plusSeconds(1);
      tracker.step();
    }
    Awaitility.await().until(() -> storages.open.get() == 3);
    assertThat(storages.mostOpen.get()).isEqualTo(3);
    settings.parallelism = 5;
    tracker.step();
    Awaitility.await().until(() -> storages.open.get() == 5);
    storages.gate.release(1000);
    storages.awaitQuiet();
    assertThat(storages.mostOpen.get()).isEqualTo(5);
    assertThat(storages.twice).isEmpty();
  }

  /** A thousand connects that hang never give their places back. */
  @Test
  void aThousandDeadStoragesDoNotDelayThePingsOfHealthyOnes() {
    for (int i = 0; i < 1000; i++) {
      storages.put("dead" + i, WatchedStorages.Status.DISCONNECTED);
    }
    for (int i = 0; i < 100; i++) {
      storages.put("s" + i, WatchedStorages.Status.CONNECTED);
    }
    storages.connects = new Semaphore(0);
    for (int half = 0; half < 600; half++) {
      now = now.plusMillis(500);
      tracker.step();
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> tracker.openVisits() == settings.parallelism);
    }
    assertThat(storages.log.stream().filter(entry -> entry.startsWith("connect dead")))
        .hasSize(settings.parallelism);
    for (int i = 0; i < 100; i++) {
      List<Instant> times = storages.pingsOf("s" + i);
      assertThat(times).hasSizeGreaterThanOrEqualTo(4);
      for (int next = 1; next < times.size(); next++) {
        assertThat(Duration.between(times.get(next - 1), times.get(next)))
            .isLessThanOrEqualTo(settings.interval.multipliedBy(3).dividedBy(2));
      }
    }
    storages.connects.release(1_000_000);
  }

  @Test
  void reconnectsThatFailForLongComeMoreSeldom() {
    storages.put("a", WatchedStorages.Status.DISCONNECTED);
    storages.dead.add("a");
    passSeconds(7200);
    assertThat(storages.count("connect a")).isBetween(30L, 70L);
  }

  @Test
  void aStorageThatIsLostBehindTheBackIsConnectedAtOnce() {
    storages.put("a", WatchedStorages.Status.CONNECTED);
    settings.interval = Duration.ofHours(1);
    passSeconds(5);
    storages.put("a", WatchedStorages.Status.DISCONNECTED);
    passSeconds(10);
    assertThat(storages.statusOf("a")).isEqualTo(WatchedStorages.Status.CONNECTED);
  }

  @Test
  void aStorageThatOthersConnectKeepsItsTime() {
    storages.put("a", WatchedStorages.Status.CONNECTED);
    settings.interval = Duration.ofHours(1);
    passSeconds(5);
    storages.put("a", WatchedStorages.Status.CONNECTING);
    passSeconds(10);
    assertThat(storages.log).isEmpty();
  }

  @Test
  void pingsEndWhenAStorageIsDeleted() {
    storages.put("a", WatchedStorages.Status.CONNECTED);
    passSeconds(60);
    storages.status.clear();
    int before = storages.pingsOf("a").size();
    passSeconds(300);
    assertThat(storages.pingsOf("a")).hasSize(before);
  }

  @Test
  void capacitiesAreWrittenOnlyWhenTheyChange() {
    storages.put("a", WatchedStorages.Status.CONNECTED);
    passSeconds(300);
    assertThat(storages.count("measured a")).isEqualTo(1);
    storages.free = 5;
    passSeconds(120);
    assertThat(storages.count("measured a")).isEqualTo(2);
  }

  @Test
  void aCapacityThatOthersChangedIsWrittenAgain() {
    Capacity measured = new Capacity(100, storages.free);
    storages.put("a", WatchedStorages.Status.CONNECTED);
    passSeconds(120);
    storages.kept("a", measured);
    passSeconds(120);
    assertThat(storages.count("measured a")).isEqualTo(1);
    storages.kept("a", new Capacity(100, 1));
    passSeconds(300);
    assertThat(storages.count("measured a")).isEqualTo(2);
  }

  private final class Now implements InstantSource {
    @Override
    public Instant instant() {
      return now;
    }
  }

  private static final class Settings implements PingSettings {
    private volatile Duration interval = Duration.ofSeconds(60);
    private volatile int parallelism = 50;
    private volatile boolean autoReconnect = true;
    private volatile int maxAttempts;
    private final List<Runnable> listeners = new ArrayList<>();

    void change(Duration newInterval) {
      interval = newInterval;
      listeners.forEach(Runnable::run);
    }

    @Override
    public Duration interval() {
      return interval;
    }

    @Override
    public int parallelism() {
      return parallelism;
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(10);
    }

    @Override
    public boolean autoReconnect() {
      return autoReconnect;
    }

    @Override
    public int maxAttempts() {
      return maxAttempts;
    }

    @Override
    public void onChange(Runnable action) {
      listeners.add(action);
    }
  }

  /** Storages that do as the test says. */
  private final class InMemory implements WatchedStorages {
    private final Map<String, Watched> status = new ConcurrentHashMap<>();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final List<String> twice = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Map<String, List<Instant>> pings = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private volatile Semaphore gate = new Semaphore(1_000_000);
    private volatile Semaphore connects = new Semaphore(1_000_000);
    private volatile long free = 10;

    void put(String uuid, Status now) {
      status.put(uuid, new Watched(uuid, now, 0));
    }

    void kept(String uuid, Capacity written) {
      status.put(uuid, new Watched(uuid, Status.CONNECTED, 0, Optional.of(written)));
    }

    Status statusOf(String uuid) {
      return Objects.requireNonNull(status.get(uuid)).status();
    }

    List<Instant> pingsOf(String uuid) {
      return pings.getOrDefault(uuid, List.of());
    }

    long count(String entry) {
      return log.stream().filter(entry::equals).count();
    }

    void awaitQuiet() {
      // in hours of half seconds there is mostly nothing to wait for
      if (tracker.openVisits() > 0) {
        Awaitility.await()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> tracker.openVisits() == 0);
      }
    }

    @Override
    public List<Watched> all() {
      return List.copyOf(status.values());
    }

    @Override
    public Capacity ping(String uuid, Duration timeout) throws StorageException {
      if (!status.containsKey(uuid)) {
        throw ApiException.notFound(ResourceType.BACKUP_STORAGE, uuid);
      }
      pings.computeIfAbsent(uuid, u -> new CopyOnWriteArrayList<>()).add(now);
      if (!busy.add(uuid)) {
        twice.add(uuid);
      }
      mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
      gate.acquireUninterruptibly();
      open.decrementAndGet();
      busy.remove(uuid);
      if (dead.contains(uuid)) {
        throw new StorageException(StorageException.Reason.UNREACHABLE, uuid + " is dead");
      }
      return new Capacity(100, free);
    }

    @Override
    public void measured(List<Measured> capacities) {
      capacities.forEach(m -> {
        log.add("measured " + m.storageUuid());
        kept(m.storageUuid(), m.capacity());
      });
    }

    @Override
    public void lost(String uuid, StorageException reason) {
      log.add("lost " + uuid);
      put(uuid, Status.DISCONNECTED);
    }

    @Override
    public boolean connect(String uuid, String why) {
      log.add("connect " + uuid);
      connects.acquireUninterruptibly();
      boolean up = !dead.contains(uuid);
      status.computeIfPresent(
          uuid,
          (u, before) ->
              new Watched(
                  u,
                  up ? Status.CONNECTED : Status.DISCONNECTED,
                  up ? 0 : before.failedReconnects() + 1));
      return up;
    }

    @Override
    public void connecting(List<String> uuids, String why) {
      uuids.forEach(uuid -> {
        log.add("connecting " + uuid);
        put(uuid, Status.CONNECTING);
      });
    }
  }
}
