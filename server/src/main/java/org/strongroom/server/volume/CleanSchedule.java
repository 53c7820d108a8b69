package org.strongroom.server.volume;

import static org.jooq.impl.DSL.coalesce;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.repository.CleanRepository;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobOptions;
import org.strongroom.server.volume.repository.CleaningRules;

/**
 * Starts a clean-up of a repository when a snapshot was deleted, when the grace of what was found
 * dead is over, when a storage with something to reclaim runs short of room, and else after {@code
 * repository/clean.interval}: on the node that answers for the storage.
 */
public final class CleanSchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CleanSchedule.class);
  private static final Duration GLANCE = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofDays(7);

  /** Between two of one repository, whatever asks for them. */
  private static final Duration REST = Duration.ofHours(1);

  /** The same, when nothing but a lack of room asks for it. */
  private static final Duration LONG_REST = Duration.ofHours(6);

  /** Of a storage's capacity; with less than this left room is short. */
  private static final int A_TENTH = 10;

  private static final int USUAL_WAIT = 600;

  private final Database database;
  private final JobEngine jobs;
  private final CleanRepositoryJob definition;
  private final CleaningRules rules;
  private final Predicate<String> owned;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("clean-timer").daemon().factory());

  CleanSchedule(
      Database database,
      JobEngine jobs,
      CleanRepositoryJob definition,
      CleaningRules rules,
      Predicate<String> owned,
      InstantSource clock) {
    this.database = database;
    this.jobs = jobs;
    this.definition = definition;
    this.rules = rules;
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
      LOG.error("storages could not be looked through for repositories to clean up", e);
    }
  }

  /** Starts what is due now. */
  public void run() {
    Duration interval = rules.interval().get();
    if (interval.isZero()) {
      return;
    }
    due(clock.millis(), interval).stream().filter(owned).forEach(this::begin);
  }

  private List<String> due(long now, Duration interval) {
    Condition shortOfRoom =
        BACKUP_STORAGE
            .TOTAL_CAPACITY
            .minus(BACKUP_STORAGE.RESERVED)
            .minus(BACKUP_STORAGE.USED_CAPACITY)
            .lt(BACKUP_STORAGE.TOTAL_CAPACITY.div(A_TENTH))
            .or(BACKUP_STORAGE.FREE_CAPACITY.lt(BACKUP_STORAGE.TOTAL_CAPACITY.div(A_TENTH)));
    return database.read(sql ->
        sql.select(BACKUP_STORAGE.UUID)
            .from(REPOSITORY)
            .join(BACKUP_STORAGE)
            .on(BACKUP_STORAGE.UUID.eq(REPOSITORY.BACKUP_STORAGE_UUID))
            .where(REPOSITORY.MADE.isTrue())
            .and(BACKUP_STORAGE.STATUS.eq(StorageStatus.CONNECTED.text()))
            .and(
                REPOSITORY
                    .CLEAN_TRIED
                    .isNull()
                    .or(REPOSITORY.CLEAN_TRIED.le(now - REST.toMillis())))
            .and(
                REPOSITORY
                    .CLEAN_DUE
                    .le(now)
                    .or(
                        coalesce(REPOSITORY.CLEANED, REPOSITORY.CREATED)
                            .le(now - interval.toMillis()))
                    .or(
                        REPOSITORY
                            .RECLAIMABLE_BYTES
                            .gt(0L)
                            .and(REPOSITORY.CLEANED.le(now - LONG_REST.toMillis()))
                            .and(shortOfRoom)))
            .orderBy(BACKUP_STORAGE.UUID)
            .fetch(BACKUP_STORAGE.UUID));
  }

  private void begin(String storage) {
    if (database.read(sql -> CleanRepositoryJob.running(storage, sql)).isPresent()) {
      return;
    }
    try {
      jobs.submit(
          definition,
          new CleanRepository(storage, USUAL_WAIT),
          "{\"uuid\":\"%s\",\"lockWait\":%d}".formatted(storage, USUAL_WAIT),
          Call.bySystem("clean-up schedule"),
          JobOptions.timeout(LONGEST));
    } catch (ApiException e) {
      LOG.info("the repository of storage {} is not cleaned up now: {}", storage, e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
