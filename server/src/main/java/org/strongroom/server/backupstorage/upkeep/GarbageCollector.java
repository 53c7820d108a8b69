package org.strongroom.server.backupstorage.upkeep;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToIntBiFunction;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.marker.StorageMarker;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Portions;
import org.strongroom.server.catalog.Presence;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.layer.FencedDriver;

/**
 * Removes garbage from the storages: at once after the commit that made it, when a storage comes
 * back, and again with growing pauses what could not be removed. What is already gone counts as
 * removed.
 */
public final class GarbageCollector implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GarbageCollector.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int STORAGES_AT_ONCE = 8;
  private static final int BATCH = 200;

  private final Database database;
  private final StorageDrivers drivers;
  private final Reservations reservations;
  private final InstantSource clock;
  private final Predicate<String> owned;
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();
  private final Semaphore turns = new Semaphore(STORAGES_AT_ONCE);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("garbage-timer").daemon().factory());

  /**
   * A collector that hears of new garbage at once, and by itself looks only once it is started.
   *
   * @param owned whether this node answers for a storage
   */
  public GarbageCollector(
      Database database,
      StorageDrivers drivers,
      Reservations reservations,
      Garbage garbage,
      InstantSource clock,
      Predicate<String> owned) {
    this.database = database;
    this.drivers = drivers;
    this.reservations = reservations;
    this.clock = clock;
    this.owned = owned;
    garbage.onAdded(this::wake);
  }

  /** Looks for due garbage from now on. */
  public void start() {
    long pause = FIRST_PAUSE.toMillis();
    timer.scheduleWithFixedDelay(this::collectDue, pause, pause, TimeUnit.MILLISECONDS);
  }

  /** Wakes the collection of every owned, Connected storage that has due garbage. */
  void collectDue() {
    try {
      database
          .read(sql ->
              sql.selectDistinct(GARBAGE.BACKUP_STORAGE_UUID)
                  .from(GARBAGE)
                  .where(isDue())
                  .fetch(GARBAGE.BACKUP_STORAGE_UUID))
          .stream()
          .filter(owned)
          .forEach(this::wake);
    } catch (RuntimeException e) {
      log.error("garbage could not be looked for", e);
    }
  }

  /** What waits for longer than it may was put off before the clock was set back. */
  private Condition isDue() {
    long now = clock.millis();
    return GARBAGE
        .DUE
        .le(now)
        .or(GARBAGE.DUE.gt(now).and(GARBAGE.ATTEMPTS.eq(0)))
        .or(GARBAGE.DUE.gt(now + LONGEST_PAUSE.toMillis()));
  }

  /** A storage came back: what failed before is tried at once. */
  public void reconnected(String storageUuid) {
    boolean some =
        database.read(sql -> sql.fetchExists(GARBAGE, GARBAGE.BACKUP_STORAGE_UUID.eq(storageUuid)));
    if (some) {
      bringForward(storageUuid);
      wake(storageUuid);
    }
  }

  private void bringForward(String storageUuid) {
    long now = clock.millis();
    Condition waits = GARBAGE.BACKUP_STORAGE_UUID.eq(storageUuid).and(GARBAGE.DUE.gt(now));
    inPortions(
        waits, (some, sql) -> sql.update(GARBAGE).set(GARBAGE.DUE, now).where(some).execute());
  }

  /** Changes rows, which the condition does not hold for any more then, few at a time. */
  private void inPortions(Condition which, ToIntBiFunction<Condition, DSLContext> change) {
    Condition some =
        GARBAGE.UUID.in(
            DSL.select(GARBAGE.UUID).from(GARBAGE).where(which).limit(Portions.AT_ONCE));
    while (database.write(transaction -> change.applyAsInt(some, transaction.sql()))
        == Portions.AT_ONCE) {
      // until the last are changed
    }
  }

  /** As {@link #collect}, with the garbage that waits for another attempt. */
  public List<Left> collectAll(String storageUuid) {
    bringForward(storageUuid);
    List<Left> left = new ArrayList<>(collect(storageUuid));
    // what a collection in the background tried at the same time and put off
    database
        .read(sql ->
            sql.select(GARBAGE.PATH)
                .from(GARBAGE)
                .where(GARBAGE.BACKUP_STORAGE_UUID.eq(storageUuid))
                .limit(BATCH)
                .fetch(GARBAGE.PATH))
        .stream()
        .filter(path -> left.stream().noneMatch(known -> known.path().equals(path)))
        .forEach(path -> left.add(new Left(path, "it could not be removed")));
    return left;
  }

  /** Collects in the background, after a collection of the same storage that waits already. */
  private void wake(String storageUuid) {
    if (!waiting.add(storageUuid)) {
      return;
    }
    Thread.ofVirtual()
        .name("garbage-" + storageUuid)
        .start(() -> {
          turns.acquireUninterruptibly();
          waiting.remove(storageUuid); // from here on new garbage needs another turn
          try {
            collect(storageUuid);
          } catch (ApiException e) {
            log.debug("garbage waits: {}", e.getMessage());
          } catch (RuntimeException e) {
            log.error("the garbage of backup storage {} could not be collected", storageUuid, e);
          } finally {
            turns.release();
          }
        });
  }

  /**
   * Removes all due garbage of a storage. One that hangs or is gone is left alone after the first
   * item, or it would keep a turn from the others for as many time-outs as it has items.
   *
   * @return what could not be removed, and why
   * @throws ApiException if the storage is unknown or not Connected
   */
  List<Left> collect(String storageUuid) {
    StorageRow storage = database.read(sql -> StorageRows.require(storageUuid, sql));
    new StorageRules().check(storage, Purpose.DELETE_BYTES);
    StorageDriver driver = drivers.of(storage);
    List<Left> left = new ArrayList<>();
    for (List<Item> batch = due(storageUuid); !batch.isEmpty(); batch = due(storageUuid)) {
      for (Item item : batch) {
        try {
          remove(item, storage, driver);
        } catch (CollectedElsewhereException e) {
          log.debug("{} of {} was removed by another collector", item.path(), storage);
        } catch (StorageException e) {
          log.warn("{} of {} could not be removed: {}", item.path(), storage, e.getMessage());
          if (isAway(e)) {
            postponeAll(storageUuid, item);
            batch.forEach(one -> left.add(new Left(one.path(), String.valueOf(e.getMessage()))));
            return left;
          }
          postpone(item);
          left.add(new Left(item.path(), String.valueOf(e.getMessage())));
        }
      }
    }
    return left;
  }

  private static boolean isAway(StorageException e) {
    return e.reason() == Reason.UNREACHABLE || e.reason() == Reason.TIMED_OUT;
  }

  private void remove(Item item, StorageRow storage, StorageDriver driver) throws StorageException {
    StorageMarker.verify(driver, storage);
    new FencedDriver(driver, () -> requireGarbage(item)).deleteTree(StoragePath.of(item.path()));
    gone(storage.uuid(), item);
  }

  /** Another collector may have been faster: then the place may be somebody's again. */
  private void requireGarbage(Item item) {
    if (!database.read(sql -> Presence.of(sql, GARBAGE.UUID, item.uuid()))) {
      throw new CollectedElsewhereException();
    }
  }

  private static final class CollectedElsewhereException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private List<Item> due(String storageUuid) {
    return database.read(sql ->
        sql.select(GARBAGE.UUID, GARBAGE.PATH, GARBAGE.SIZE, GARBAGE.ATTEMPTS)
            .from(GARBAGE)
            .where(GARBAGE.BACKUP_STORAGE_UUID.eq(storageUuid))
            .and(isDue())
            .orderBy(GARBAGE.DUE)
            .limit(BATCH)
            .fetch(row -> new Item(row.value1(), row.value2(), row.value3(), row.value4())));
  }

  private void gone(String storageUuid, Item item) {
    database.write(transaction -> {
      int rows =
          transaction.sql().deleteFrom(GARBAGE).where(GARBAGE.UUID.eq(item.uuid())).execute();
      boolean storageStays =
          transaction.sql().fetchExists(BACKUP_STORAGE, BACKUP_STORAGE.UUID.eq(storageUuid));
      if (rows > 0 && item.size() > 0 && storageStays) {
        reservations.use(storageUuid, -item.size(), transaction);
      }
      return rows;
    });
  }

  private void postpone(Item item) {
    postpone(item, GARBAGE.UUID.eq(item.uuid()));
  }

  /** What waits behind the item would only be tried at the same dead storage. */
  private void postponeAll(String storageUuid, Item item) {
    postpone(item, GARBAGE.BACKUP_STORAGE_UUID.eq(storageUuid).and(isDue()));
  }

  private void postpone(Item item, Condition which) {
    long pause =
        Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(10, item.attempts()));
    long due = clock.millis() + pause;
    inPortions(
        which.and(GARBAGE.DUE.lt(due)),
        (some, sql) ->
            sql.update(GARBAGE)
                .set(GARBAGE.ATTEMPTS, GARBAGE.ATTEMPTS.plus(1))
                .set(GARBAGE.DUE, due)
                .where(some)
                .execute());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private record Item(String uuid, String path, long size, int attempts) {}

  /** Garbage that is still there. */
  public record Left(String path, String reason) {}
}
