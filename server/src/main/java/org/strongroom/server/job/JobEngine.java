package org.strongroom.server.job;

import static org.strongroom.server.catalog.JobTable.JOB;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.Request;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.secret.Vault;

/**
 * Runs jobs. A job is durable from the transaction that accepts it; this node answers for it as
 * long as it renews the job's lease. Jobs whose node is gone are taken over and go on at the step
 * they were in, or are undone.
 */
public final class JobEngine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobEngine.class);
  private static final Duration KEPT = Duration.ofHours(3);

  private final Database database;
  private final AuditLog audit;
  private final InstantSource clock;
  private final JobRows rows;
  private final JobDocuments documents;
  private final JobResults results = new JobResults();
  private final Duration lease;
  private final boolean alone;
  private final Map<String, JobDefinition<?, ?>> definitions = new ConcurrentHashMap<>();
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  /** Jobs of this node that it could neither end nor take back, for want of its database mostly. */
  private final Set<String> left = ConcurrentHashMap.newKeySet();

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("job-timer").daemon().factory());
  private volatile BiConsumer<String, String> finished = (jobUuid, webHook) -> {};
  private volatile boolean stopping;
  private volatile long leasedUntil;

  /**
   * An engine that does not run yet.
   *
   * @param nodeUuid names this start of this node
   * @param alone whether no other node can use the database
   */
  public JobEngine(
      Database database,
      Vault vault,
      AuditLog audit,
      InstantSource clock,
      String nodeUuid,
      Duration lease,
      boolean alone) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.documents = new JobDocuments(vault);
    this.rows = new JobRows(documents, clock, nodeUuid, lease);
    this.lease = lease;
    this.alone = alone;
  }

  public void register(JobDefinition<?, ?> definition) {
    definitions.put(definition.operation().getSimpleName(), definition);
  }

  /** The listener hears of every job that ended and has a web hook: the job's uuid and the url. */
  public void onFinished(BiConsumer<String, String> listener) {
    finished = listener;
  }

  /** Takes up what an earlier process left, and from now on what other nodes leave. */
  public void start() {
    leasedUntil = rows.leaseEnd();
    takeOver();
    long third = Math.max(1, lease.toMillis() / 3);
    timer.scheduleWithFixedDelay(this::beat, third, third, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(this::purge, 5, 60, TimeUnit.MINUTES);
  }

  /**
   * Accepts a job and starts it.
   *
   * @param shown the request without secrets, as JSON
   * @throws DuplicateJobException if the call's job uuid was used before
   */
  public <Q extends Request<R>, R> void submit(
      JobDefinition<Q, R> definition, Q request, String shown, Call call, JobOptions options) {
    if (stopping) {
      throw new org.strongroom.api.ApiException(
          ErrorCode.NODE_UNAVAILABLE, "the server is stopping");
    }
    database.write(transaction -> {
      rows.checkNew(call.jobUuid(), transaction);
      JobDefinition.Start start = definition.accept(request, call, transaction);
      rows.insertRunning(
          definition,
          new JobRows.StoredRequest((java.lang.Record) request, shown),
          call,
          start,
          options,
          transaction);
      audit.accepted(
          call, definition.operation().getSimpleName(), start.resourceUuid(), transaction);
      transaction.afterCommit(() -> {
        Job job = new Job(call, start.resourceUuid(), start.memory(), new JobProgress());
        long deadline = clock.millis() + options.timeout().toMillis();
        launch(new Running(job, options.webHook(), 0, null), definition, request, deadline);
      });
      return start;
    });
  }

  /** Records a call that is done within one transaction, in that transaction. */
  public <R> R done(
      String operation,
      Call call,
      Optional<String> webHook,
      Transaction transaction,
      Function<Transaction, R> work) {
    rows.checkNew(call.jobUuid(), transaction);
    R reply = work.apply(transaction);
    rows.insertDone(operation, call, reply, webHook, transaction);
    transaction.afterCommit(() -> {
      results.keep(call.jobUuid(), new JobOutcome.Succeeded(reply));
      webHook.ifPresent(url -> finished.accept(call.jobUuid(), url));
    });
    return reply;
  }

  /** Remembers the failure of a call that was never accepted, in bounded memory only. */
  public void refuse(String jobUuid, ApiError error, Optional<String> webHook) {
    results.keep(jobUuid, new JobOutcome.Failed(error));
    webHook.ifPresent(url -> finished.accept(jobUuid, url));
  }

  /** Whether a call with this job uuid was made before. */
  public boolean knows(String jobUuid) {
    return results.find(jobUuid).isPresent()
        || running.containsKey(jobUuid)
        || database.read(sql -> rows.isThere(jobUuid, sql));
  }

  /**
   * What became of a job; empty if nobody knows it any more.
   *
   * @param replyType tells the type of an operation's reply by its name
   */
  public Optional<JobOutcome> outcome(String jobUuid, Function<String, Type> replyType) {
    Optional<JobOutcome> known = results.find(jobUuid);
    if (known.isPresent()) {
      return known;
    }
    if (running.containsKey(jobUuid)) {
      return Optional.of(new JobOutcome.Running());
    }
    Record row = database.read(sql -> rows.find(jobUuid, sql));
    if (row == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (JobState.of(row.get(JOB.STATE))) {
          case RUNNING, CANCELING -> new JobOutcome.Running();
          case SUCCEEDED ->
              new JobOutcome.Succeeded(
                  documents.reply(row.get(JOB.OUTCOME), replyType.apply(row.get(JOB.OPERATION))));
          case FAILED, CANCELED -> new JobOutcome.Failed(documents.error(row.get(JOB.OUTCOME)));
        });
  }

  /** How far a job of this node is. */
  public Optional<JobProgress> progress(String jobUuid) {
    return Optional.ofNullable(running.get(jobUuid)).map(r -> r.job().progress());
  }

  public int runningJobs() {
    return running.size();
  }

  /**
   * Asks a job to stop and to take back what it did, once the transaction is durable: this node at
   * once, another within a third of a lease.
   */
  public void cancel(String jobUuid, Transaction transaction) {
    rows.requestCancel(jobUuid, transaction);
    transaction.afterCommit(() -> {
      Running local = running.get(jobUuid);
      if (local != null) {
        local.job().stop(ErrorCode.CANCELLED, "the job " + jobUuid + " was cancelled");
      }
    });
  }

  /** The account on whose behalf a job runs. */
  public Optional<String> owner(String jobUuid, Transaction transaction) {
    return Optional.ofNullable(rows.find(jobUuid, transaction.sql()))
        .map(row -> row.get(JOB.ACCOUNT_UUID));
  }

  /** The operation, begin and end of a job that was accepted; empty if nobody knows it any more. */
  public Optional<JobFacts> facts(String jobUuid) {
    return Optional.ofNullable(database.read(sql -> rows.find(jobUuid, sql))).map(JobFacts::of);
  }

  private <Q extends Request<R>, R> void launch(
      Running entry, JobDefinition<Q, R> definition, Q request, long deadline) {
    Job job = entry.job();
    running.put(job.uuid(), entry);
    ScheduledFuture<?> alarm =
        timer.schedule(
            () ->
                stopAside(
                    job,
                    ErrorCode.TIMED_OUT,
                    "the call did not end within its time and was taken back"),
            Math.max(0, deadline - clock.millis()),
            TimeUnit.MILLISECONDS);
    JobRun<Q, R> run = new JobRun<>(database, rows, audit, definition, request, job);
    Thread.ofVirtual()
        .name("job-" + job.uuid())
        .start(() -> {
          MDC.put("job", job.uuid());
          MDC.put("request", job.call().requestId());
          try {
            JobOutcome outcome =
                entry.failure() == null
                    ? run.goOn(entry.step())
                    : run.takeBack(entry.step(), entry.failure());
            results.keep(job.uuid(), outcome);
            entry.webHook().ifPresent(url -> finished.accept(job.uuid(), url));
          } catch (LostLeaseException e) {
            log.warn("{}", e.getMessage());
          } catch (RuntimeException | Error e) {
            if (!stopping) {
              log.error("job {} could not be ended; it is taken up again", job.uuid(), e);
              left.add(job.uuid());
            }
          } finally {
            alarm.cancel(false);
            running.remove(job.uuid());
            entry.over().countDown();
          }
        });
  }

  /** Stops a job without making the leases of all others wait for what it does about it. */
  private static void stopAside(Job job, ErrorCode code, String why) {
    Thread.ofVirtual().name("stop-" + job.uuid()).start(() -> job.stop(code, why));
  }

  private void takeOver() {
    List<Record> orphans = database.write(transaction -> rows.takeOver(alone, transaction));
    orphans.forEach(this::takeUpIfPossible);
  }

  /** Takes up what this node left itself. */
  private void takeUpLeft() {
    for (String uuid : Set.copyOf(left)) {
      if (!running.containsKey(uuid)) {
        Record row = database.read(sql -> rows.findOwn(uuid, sql));
        left.remove(uuid);
        if (row != null) {
          takeUpIfPossible(row);
        }
      }
    }
  }

  private void takeUpIfPossible(Record row) {
    String uuid = row.get(JOB.UUID);
    if (!running.containsKey(uuid)) {
      try {
        takeUp(row);
      } catch (RuntimeException e) {
        log.error("job {} could not be taken up", uuid, e);
        left.add(uuid);
      }
    }
  }

  private void takeUp(Record row) {
    JobDefinition<?, ?> definition = definitions.get(row.get(JOB.OPERATION));
    if (definition == null || definition.version() != row.get(JOB.VERSION)) {
      log.error(
          "job {} is of a kind that this version does not know: {}",
          row.get(JOB.UUID),
          row.get(JOB.OPERATION));
      return;
    }
    log.info(
        "taking up job {} ({}) at step {}",
        row.get(JOB.UUID),
        row.get(JOB.OPERATION),
        row.get(JOB.STEP_NAME));
    takeUp(row, definition);
  }

  private <Q extends Request<R>, R> void takeUp(Record row, JobDefinition<Q, R> definition) {
    Q request = documents.request(row.get(JOB.REQUEST), definition.operation());
    Caller caller = new Caller(row.get(JOB.ACCOUNT_UUID), "", true);
    Call call =
        new Call(
            caller, row.get(JOB.UUID), Optional.ofNullable(row.get(JOB.REQUEST_ID)).orElse(""));
    Job job =
        new Job(
            call,
            row.get(JOB.RESOURCE_UUID),
            documents.memory(row.get(JOB.MEMORY)),
            new JobProgress());
    boolean canceling = JobState.of(row.get(JOB.STATE)) == JobState.CANCELING;
    Running entry =
        new Running(
            job,
            Optional.ofNullable(row.get(JOB.WEB_HOOK)),
            row.get(JOB.STEP),
            canceling ? documents.error(row.get(JOB.OUTCOME)) : null);
    if (Boolean.TRUE.equals(row.get(JOB.CANCEL_REQUESTED))) {
      job.stop(ErrorCode.CANCELLED, "the job " + job.uuid() + " was cancelled");
    }
    launch(entry, definition, request, row.get(JOB.DEADLINE));
  }

  private void beat() {
    try {
      database.write(transaction -> {
        rows.renewLeases(transaction);
        running.forEach(
            (uuid, entry) -> rows.progress(uuid, entry.job().progress().percent(), transaction));
        return true;
      });
      leasedUntil = rows.leaseEnd();
      database
          .read(rows::cancelRequested)
          .forEach(uuid ->
              Optional.ofNullable(running.get(uuid))
                  .ifPresent(r ->
                      stopAside(
                          r.job(), ErrorCode.CANCELLED, "the job " + uuid + " was cancelled")));
      takeUpLeft();
      takeOver();
    } catch (RuntimeException e) {
      log.error("the leases of running jobs could not be renewed", e);
      if (clock.millis() > leasedUntil) {
        running
            .values()
            .forEach(
                r -> stopAside(r.job(), ErrorCode.NODE_UNAVAILABLE, "the node lost its database"));
      }
    }
  }

  private void purge() {
    try {
      database.write(transaction -> rows.purge(KEPT, transaction));
    } catch (RuntimeException e) {
      log.error("finished jobs could not be removed", e);
    }
  }

  /**
   * Stops: accepts nothing more, lets running jobs end within the grace, and leaves the rest to the
   * next start.
   */
  public void stop(Duration grace) {
    stopping = true;
    long until = System.nanoTime() + grace.toNanos();
    for (Running entry : running.values()) {
      awaitEnd(entry, until - System.nanoTime());
    }
    timer.shutdownNow();
    running.values().forEach(r -> r.job().interrupt());
    long cut = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    running.values().forEach(r -> awaitEnd(r, cut - System.nanoTime()));
    database.write(transaction -> {
      rows.releaseLeases(transaction);
      return true;
    });
  }

  private static void awaitEnd(Running entry, long nanos) {
    try {
      if (!entry.over().await(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
        log.debug("job {} is still running", entry.job().uuid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  private record Running(
      Job job,
      Optional<String> webHook,
      int step,
      @Nullable ApiError failure,
      CountDownLatch over) {
    Running(Job job, Optional<String> webHook, int step, @Nullable ApiError failure) {
      this(job, webHook, step, failure, new CountDownLatch(1));
    }
  }
}
