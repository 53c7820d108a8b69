package org.strongroom.server.capacity;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.CapacitySampleTable.CAPACITY_SAMPLE;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.catalog.storage.CapacitySampleTable;

/**
 * Writes down once an hour how full each Connected storage is, and thins out what is older than a
 * month. The row decides who has written it: of several nodes that try, one does. Each writes for
 * the storages that it answers for, a few hundred in one transaction.
 */
public final class CapacitySampling implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CapacitySampling.class);

  /** A storage that comes back within an hour gets its sample of that hour. */
  private static final Duration GLANCE = Duration.ofMinutes(2);

  private static final Duration THINNING = Duration.ofHours(6);

  /** For so long there is one sample for each hour, then one for each day. */
  static final Duration HOURLY = Duration.ofDays(30);

  private static final Duration KEPT = Duration.ofDays(731);
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final int AT_ONCE = 200;

  private final Database database;
  private final DatabaseTime time;
  private final Supplier<Duration> held;
  private final Predicate<String> owned;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("capacity-timer").daemon().factory());

  /**
   * Writes nothing yet.
   *
   * @param time that all nodes share
   * @param held how much longer than usual things are kept because the clock was set ahead
   * @param owned whether this node answers for a storage
   */
  public CapacitySampling(
      Database database, DatabaseTime time, Supplier<Duration> held, Predicate<String> owned) {
    this.database = database;
    this.time = time;
    this.held = held;
    this.owned = owned;
  }

  public void start() {
    timer.scheduleWithFixedDelay(
        () -> quietly(this::sample), 1, GLANCE.toSeconds(), TimeUnit.SECONDS);
    timer.scheduleWithFixedDelay(
        () -> quietly(this::thin), 5, THINNING.toMinutes(), TimeUnit.MINUTES);
  }

  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.warn("capacities could not be written down, tried again: {}", e.getMessage());
    }
  }

  /** Writes the samples of this hour that are missing yet. */
  public void sample() {
    long now = database.read(time::millis);
    long hour = now - Math.floorMod(now, HOUR);
    Condition missing =
        DSL.notExists(
            DSL.selectOne()
                .from(CAPACITY_SAMPLE)
                .where(CAPACITY_SAMPLE.BACKUP_STORAGE_UUID.eq(BACKUP_STORAGE.UUID))
                .and(CAPACITY_SAMPLE.PERIOD.eq(hour)));
    List<String> storages =
        database
            .read(sql ->
                sql.select(BACKUP_STORAGE.UUID)
                    .from(BACKUP_STORAGE)
                    .where(isMeasured())
                    .and(missing)
                    .orderBy(BACKUP_STORAGE.UUID)
                    .fetch(BACKUP_STORAGE.UUID))
            .stream()
            .filter(owned)
            .toList();
    for (int from = 0; from < storages.size(); from += AT_ONCE) {
      write(storages.subList(from, Math.min(storages.size(), from + AT_ONCE)), hour);
    }
  }

  private static Condition isMeasured() {
    return BACKUP_STORAGE.STATUS.eq("Connected").and(BACKUP_STORAGE.TOTAL_CAPACITY.gt(0L));
  }

  private void write(List<String> storages, long hour) {
    database.write(transaction ->
        transaction
            .sql()
            .insertInto(
                CAPACITY_SAMPLE,
                CAPACITY_SAMPLE.BACKUP_STORAGE_UUID,
                CAPACITY_SAMPLE.PERIOD,
                CAPACITY_SAMPLE.TOTAL_CAPACITY,
                CAPACITY_SAMPLE.USED_CAPACITY,
                CAPACITY_SAMPLE.RESERVED,
                CAPACITY_SAMPLE.FREE_CAPACITY)
            .select(
                DSL.select(
                        BACKUP_STORAGE.UUID,
                        DSL.inline(hour),
                        BACKUP_STORAGE.TOTAL_CAPACITY,
                        BACKUP_STORAGE.USED_CAPACITY,
                        BACKUP_STORAGE.RESERVED,
                        BACKUP_STORAGE.FREE_CAPACITY)
                    .from(BACKUP_STORAGE)
                    .where(BACKUP_STORAGE.UUID.in(storages))
                    .and(isMeasured()))
            .onConflictDoNothing()
            .execute());
  }

  /** Leaves one sample for each day of those that are older than a month, and none for ever. */
  public void thin() {
    long now = database.read(time::millis) - held.get().toMillis();
    List<String> storages =
        database
            .read(sql ->
                sql.select(BACKUP_STORAGE.UUID)
                    .from(BACKUP_STORAGE)
                    .orderBy(BACKUP_STORAGE.UUID)
                    .fetch(BACKUP_STORAGE.UUID))
            .stream()
            .filter(owned)
            .toList();
    storages.forEach(storage -> thin(storage, now));
  }

  /** What is to go is looked for outside of the transaction that removes it. */
  private void thin(String storage, long now) {
    CapacitySampleTable earlier = CAPACITY_SAMPLE.as("earlier");
    Condition notTheFirstOfItsDay =
        DSL.exists(
            DSL.selectOne()
                .from(earlier)
                .where(earlier.BACKUP_STORAGE_UUID.eq(CAPACITY_SAMPLE.BACKUP_STORAGE_UUID))
                .and(earlier.PERIOD.lt(CAPACITY_SAMPLE.PERIOD))
                .and(
                    earlier.PERIOD.ge(
                        CAPACITY_SAMPLE.PERIOD.minus(CAPACITY_SAMPLE.PERIOD.mod(DAY)))));
    List<Long> spare =
        database.read(sql ->
            sql.select(CAPACITY_SAMPLE.PERIOD)
                .from(CAPACITY_SAMPLE)
                .where(CAPACITY_SAMPLE.BACKUP_STORAGE_UUID.eq(storage))
                .and(CAPACITY_SAMPLE.PERIOD.lt(now - HOURLY.toMillis()))
                .and(CAPACITY_SAMPLE.PERIOD.lt(now - KEPT.toMillis()).or(notTheFirstOfItsDay))
                .orderBy(CAPACITY_SAMPLE.PERIOD)
                .fetch(CAPACITY_SAMPLE.PERIOD));
    for (int from = 0; from < spare.size(); from += AT_ONCE) {
      List<Long> some = spare.subList(from, Math.min(spare.size(), from + AT_ONCE));
      database.write(transaction ->
          transaction
              .sql()
              .deleteFrom(CAPACITY_SAMPLE)
              .where(CAPACITY_SAMPLE.BACKUP_STORAGE_UUID.eq(storage))
              .and(CAPACITY_SAMPLE.PERIOD.in(some))
              .execute());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
