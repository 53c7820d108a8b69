package org.strongroom.server.backupstorage.upkeep;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.backupstorage.VerifyBackupStorage;
import org.strongroom.server.backupstorage.record.StorageState;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobOptions;

/**
 * Starts a job that verifies a storage when something on it was not proved for longer than {@code
 * image/verify.interval}: on the node that answers for the storage, and one for each storage.
 */
public final class VerifySchedule implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VerifySchedule.class);
  private static final Duration GLANCE = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofDays(30);

  private final Database database;
  private final JobEngine jobs;
  private final VerifyStorage definition;
  private final List<StorageContent> contents;
  private final Supplier<Duration> interval;
  private final Predicate<String> owned;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("verify-timer").daemon().factory());

  /**
   * Starts nothing yet.
   *
   * @param interval after which a proof is too old; zero is never
   * @param owned whether this node answers for a storage
   */
  public VerifySchedule(
      Database database,
      JobEngine jobs,
      VerifyStorage definition,
      List<StorageContent> contents,
      Supplier<Duration> interval,
      Predicate<String> owned,
      InstantSource clock) {
    this.database = database;
    this.jobs = jobs;
    this.definition = definition;
    this.contents = contents;
    this.interval = interval;
    this.owned = owned;
    this.clock = clock;
  }

  public void start() {
    timer.scheduleWithFixedDelay(
        this::glance, GLANCE.toMillis(), GLANCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void glance() {
    try {
      run();
    } catch (RuntimeException e) {
      log.error("storages could not be looked through for old proofs", e);
    }
  }

  /** Starts what is due now. */
  public void run() {
    Duration age = interval.get();
    if (age.isZero()) {
      return;
    }
    long before = clock.millis() - age.toMillis();
    List<String> usable =
        database.read(sql ->
            sql.select(BACKUP_STORAGE.UUID)
                .from(BACKUP_STORAGE)
                .where(BACKUP_STORAGE.STATUS.eq(StorageStatus.CONNECTED.text()))
                .and(
                    BACKUP_STORAGE
                        .STATE
                        .eq(StorageState.ENABLED.text())
                        .or(BACKUP_STORAGE.MAINTENANCE.isNotNull()))
                .orderBy(BACKUP_STORAGE.UUID)
                .fetch(BACKUP_STORAGE.UUID));
    usable.stream()
        .filter(owned)
        .filter(storage -> isDue(storage, before))
        .forEach(storage -> begin(storage, age));
  }

  private boolean isDue(String storage, long before) {
    return database.read(sql ->
        contents.stream().anyMatch(content -> content.due(storage, before, sql) > 0)
            && VerifyStorage.running(storage, sql).isEmpty());
  }

  private void begin(String storage, Duration age) {
    int seconds = (int) Math.min(Integer.MAX_VALUE, age.toSeconds());
    try {
      jobs.submit(
          definition,
          new VerifyBackupStorage(storage, seconds, false),
          "{\"uuid\":\"%s\",\"olderThan\":%d}".formatted(storage, seconds),
          Call.bySystem("verify schedule"),
          JobOptions.timeout(LONGEST));
    } catch (ApiException e) {
      log.info("backup storage {} is not verified now: {}", storage, e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
