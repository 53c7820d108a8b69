package org.strongroom.server.schedule;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.system.JobTable.JOB;
import static org.strongroom.server.catalog.system.ScheduleTable.SCHEDULE;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.ResourceType;
import org.strongroom.api.RetryLaterException;
import org.strongroom.api.ShortText;
import org.strongroom.api.backupstorage.VerifyBackupStorage;
import org.strongroom.api.registry.Operations;
import org.strongroom.api.repository.CleanRepository;
import org.strongroom.api.volume.BackupVolume;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.call.Calls;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.catalog.NoSpaceException;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.job.Claim;
import org.strongroom.server.job.JobState;

/**
 * Begins what is due, and keeps what came of it. Each node looks; the transaction that makes a job
 * durable moves its schedule on, so one of them begins it, and a node that was paused in between
 * begins nothing. Times that passed while no node was there, or while the run before went on, are
 * made up for by one run.
 */
public final class ScheduleRuns implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ScheduleRuns.class);
  private static final Duration GLANCE = Duration.ofSeconds(5);
  private static final Duration SET_BACK = Duration.ofMinutes(1);
  private static final int AT_ONCE = 100;
  private static final int AMONG_EVENTS = 10;
  private static final int LONGEST_REASON = 2048;
  private static final String BACKUP = BackupVolume.class.getSimpleName();

  /** Of these there is at most one for each storage anyway. */
  private static final List<String> OF_STORAGES =
      List.of(VerifyBackupStorage.class.getSimpleName(), CleanRepository.class.getSimpleName());

  private final Database database;
  private final Calls calls;
  private final EventLog events;
  private final DatabaseTime time;
  private final IntSupplier mostBackups;
  private final Generations generations;
  private long lastGlance = Long.MAX_VALUE;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("schedule-timer").daemon().factory());

  /**
   * Begins nothing yet.
   *
   * @param time that all nodes share
   * @param mostBackups that run at the same time by schedules, on all nodes
   */
  public ScheduleRuns(
      Database database, Calls calls, EventLog events, DatabaseTime time, IntSupplier mostBackups) {
    this.database = database;
    this.calls = calls;
    this.events = events;
    this.time = time;
    this.mostBackups = mostBackups;
    this.generations = new Generations(database, calls);
  }

  public void start() {
    timer.scheduleWithFixedDelay(
        this::glance, GLANCE.toMillis(), GLANCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void glance() {
    try {
      run();
    } catch (RuntimeException e) {
      log.error("schedules could not be looked through, tried again", e);
    }
  }

  /** Keeps what ended, and begins what is due now. */
  public void run() {
    long now = database.read(time::millis);
    if (now < lastGlance - SET_BACK.toMillis()) {
      planAnew(now);
    }
    lastGlance = now;
    ended().forEach(this::settle);
    for (String operation : OF_STORAGES) {
      due(operation, now, AT_ONCE).forEach(planned -> begin(planned, now));
    }
    int free = Math.min(AT_ONCE, mostBackups.getAsInt() - runningBackups());
    if (free > 0) {
      due(BACKUP, now, free).forEach(planned -> begin(planned, now));
    }
  }

  /**
   * Brings forward what would come later than its times say: the clock was set back, or the rules
   * of a time zone are others than before.
   */
  private void planAnew(long now) {
    List<Planned> later =
        database.read(
            sql -> sql.selectFrom(SCHEDULE).where(SCHEDULE.NEXT_RUN.gt(now)).fetch(Planned::of));
    for (Planned planned : later) {
      Long next = planned.after(now);
      if (next != null && next < planned.due()) {
        database.write(transaction ->
            transaction
                .sql()
                .update(SCHEDULE)
                .set(SCHEDULE.NEXT_RUN, next)
                .where(isUnchanged(planned))
                .execute());
      }
    }
  }

  private static Condition isUnchanged(Planned planned) {
    return SCHEDULE
        .UUID
        .eq(planned.uuid())
        .and(SCHEDULE.NEXT_RUN.eq(planned.due()))
        .and(SCHEDULE.UPDATED.eq(planned.updated()));
  }

  private List<Planned> due(String operation, long now, int most) {
    return database.read(sql ->
        sql.selectFrom(SCHEDULE)
            .where(SCHEDULE.OPERATION.eq(operation))
            .and(SCHEDULE.NEXT_RUN.le(now))
            .and(SCHEDULE.RUNNING_JOB.isNull())
            .orderBy(SCHEDULE.NEXT_RUN)
            .limit(most)
            .fetch(Planned::of));
  }

  private int runningBackups() {
    return database.read(sql ->
        sql.fetchCount(
            SCHEDULE, SCHEDULE.RUNNING_JOB.isNotNull().and(SCHEDULE.OPERATION.eq(BACKUP))));
  }

  private void begin(Planned planned, long now) {
    String job = Uuid.random();
    try {
      calls.begin(
          Operations.named(planned.operation()).orElseThrow(),
          planned.values(),
          new Calls.Submission(
              job,
              "schedule " + planned.uuid(),
              "",
              Optional.empty(),
              Optional.empty(),
              Optional.of(planned.name()),
              Optional.empty()),
          new OneRun(planned, job, now));
    } catch (TakenException e) {
      log.debug("schedule {} was taken on or changed meanwhile", planned.uuid());
    } catch (RetryLaterException | NoSpaceException e) {
      log.info("schedule {} waits: {}", planned.uuid(), e.getMessage());
    } catch (ApiException e) {
      if (!isPassing(e, planned)) {
        notStarted(planned, now, e.error().inOneLine());
      }
    }
  }

  /**
   * Whether it is to be tried again in a moment: this node stops, or storages are connected yet.
   */
  private boolean isPassing(ApiException e, Planned planned) {
    if (e.error().code().equals(ErrorCode.NODE_UNAVAILABLE.code())) {
      return true;
    }
    Condition wanted =
        planned.storage() == null ? DSL.noCondition() : BACKUP_STORAGE.UUID.eq(planned.storage());
    return database.read(sql ->
        sql.fetchExists(
            BACKUP_STORAGE, wanted.and(BACKUP_STORAGE.STATUS.eq(StorageStatus.CONNECTING.text()))));
  }

  /** The time is over, and why nothing was done stands with the schedule and among the events. */
  private void notStarted(Planned planned, long now, String reason) {
    log.warn("schedule {} could not begin: {}", planned.uuid(), reason);
    Long next = planned.after(now);
    database.write(transaction -> {
      int moved =
          transaction
              .sql()
              .update(SCHEDULE)
              .set(SCHEDULE.NEXT_RUN, next)
              .set(SCHEDULE.LAST_RUN, now)
              .set(SCHEDULE.LAST_RESULT, "NotStarted")
              .set(SCHEDULE.LAST_ERROR, shortened(reason))
              .where(isUnchanged(planned))
              .execute();
      if (moved == 1) {
        events.writeOrCount(
            new EventLog.Event(
                ResourceType.SCHEDULE,
                planned.uuid(),
                planned.name(),
                "RunNotStarted",
                null,
                planned.operation(),
                reason),
            AMONG_EVENTS,
            Call.bySystem("schedule " + planned.uuid()),
            transaction);
      }
      return moved;
    });
  }

  private static @Nullable String shortened(@Nullable String text) {
    return ShortText.ofAny(text, LONGEST_REASON);
  }

  /** A run that is over, as far as the schedule does not know yet. */
  private record Ended(
      String schedule, String job, int kept, String result, @Nullable String reason) {
    static Ended of(Record row) {
      String state = row.get(JOB.STATE);
      return new Ended(
          row.get(SCHEDULE.UUID),
          row.get(SCHEDULE.RUNNING_JOB),
          row.get(SCHEDULE.KEPT),
          Objects.requireNonNullElse(state, JobState.FAILED.text()),
          state == null ? "nobody knows its job any more" : row.get(JOB.REASON));
    }
  }

  private List<Ended> ended() {
    return database.read(sql ->
        sql.select(SCHEDULE.UUID, SCHEDULE.RUNNING_JOB, SCHEDULE.KEPT, JOB.STATE, JOB.REASON)
            .from(SCHEDULE)
            .leftJoin(JOB)
            .on(JOB.UUID.eq(SCHEDULE.RUNNING_JOB))
            .where(SCHEDULE.RUNNING_JOB.isNotNull())
            .and(JOB.UUID.isNull().or(JOB.FINISHED.isNotNull()))
            .limit(AT_ONCE)
            .fetch(Ended::of));
  }

  private void settle(Ended run) {
    boolean succeeded = run.result().equals(JobState.SUCCEEDED.text());
    int settled =
        database.write(transaction ->
            transaction
                .sql()
                .update(SCHEDULE)
                .set(SCHEDULE.LAST_RESULT, run.result())
                .set(SCHEDULE.LAST_ERROR, succeeded ? null : shortened(run.reason()))
                .setNull(SCHEDULE.RUNNING_JOB)
                .where(SCHEDULE.UUID.eq(run.schedule()))
                .and(SCHEDULE.RUNNING_JOB.eq(run.job()))
                .execute());
    if (settled == 1 && succeeded && run.kept() > 0) {
      generations.keepOnly(run.kept(), run.schedule());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** Somebody else has begun it, or it was changed. */
  private static final class TakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TakenException() {
      super("taken", null, false, false);
    }
  }

  /** One run of a schedule. */
  private record OneRun(Planned planned, String job, long now) implements Claim {
    @Override
    public void take(Transaction transaction) {
      int taken =
          transaction
              .sql()
              .update(SCHEDULE)
              .set(SCHEDULE.NEXT_RUN, planned.after(now))
              .set(SCHEDULE.LAST_RUN, now)
              .set(SCHEDULE.LAST_RESULT, "Running")
              .setNull(SCHEDULE.LAST_ERROR)
              .set(SCHEDULE.JOB_UUID, job)
              .set(SCHEDULE.RUNNING_JOB, job)
              .where(isUnchanged(planned))
              .and(SCHEDULE.RUNNING_JOB.isNull())
              .execute();
      if (taken == 0) {
        throw new TakenException();
      }
    }

    @Override
    public void taken(String resourceUuid, Transaction transaction) {
      if (planned.operation().equals(BACKUP)) {
        Generations.begun(planned.uuid(), resourceUuid, now, transaction);
      }
    }
  }
}
