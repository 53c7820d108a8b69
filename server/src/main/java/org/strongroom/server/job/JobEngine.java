package org.strongroom.server.job;

import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.Request;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.catalog.CallGround;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.secret.Vault;

/**
 * Runs jobs. A job is durable from the transaction that accepts it; this node answers for it as
 * long as it renews the job's lease. Jobs whose node is gone are taken over and go on at the step
 * they were in, or are undone.
 */
public final class JobEngine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobEngine.class);
  private static final Duration ANSWERED_KEPT = Duration.ofHours(3);
  private static final int PURGED_AT_ONCE = 2000;
  private static final Duration WATCH = Duration.ofMillis(500);

  private final Database database;
  private final AuditLog audit;
  private final Duration lease;
  private final JobRows rows;
  private final JobDocuments documents;
  private final JobResults results = new JobResults();
  private final JobsInFlight inFlight;
  private final JobLeases leases;
  private volatile Supplier<Duration> kept = () -> Duration.ofDays(30);
  private final Refusals refusals;
  private final String nodeUuid;
  private final boolean alone;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("job-timer").daemon().factory());

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
    this(database, vault, audit, clock, DatabaseTime.of(clock), nodeUuid, lease, alone);
  }

  /**
   * The same.
   *
   * @param time that all nodes share
   */
  JobEngine(
      Database database,
      Vault vault,
      AuditLog audit,
      InstantSource clock,
      DatabaseTime time,
      String nodeUuid,
      Duration lease,
      boolean alone) {
    this.database = database;
    this.audit = audit;
    this.lease = lease;
    this.documents = new JobDocuments(vault);
    this.rows = new JobRows(documents, clock, time, nodeUuid, lease);
    this.inFlight = new JobsInFlight(database, rows, audit, results, timer);
    this.leases = new JobLeases(database, rows, documents, inFlight, alone);
    this.refusals = new Refusals(database, documents, time, alone);
    this.nodeUuid = nodeUuid;
    this.alone = alone;
  }

  /** For how long jobs are kept after their end; asked at each removal of old ones. */
  public void kept(Supplier<Duration> retention) {
    kept = retention;
  }

  public void register(JobDefinition<?, ?> definition) {
    leases.register(definition);
  }

  /** The names of the operations whose jobs are taken up here. */
  public Set<String> kinds() {
    return leases.kinds();
  }

  /** The listener hears of every job that ended at this node. */
  public void onEnd(Consumer<JobEnd> listener) {
    inFlight.onEnd(listener);
  }

  /** The listener hears of the web hook of every job that ended and has one. */
  public void onFinished(Consumer<JobHooks.Waiting> listener) {
    inFlight.onFinished(listener);
  }

  /** Takes up what an earlier process left, and from now on what other nodes leave. */
  public void start() {
    leases.start();
    long third = Math.max(1, lease.toMillis() / 3);
    timer.scheduleWithFixedDelay(this::beat, third, third, TimeUnit.MILLISECONDS);
    if (!alone) {
      long watch = Math.min(third, WATCH.toMillis());
      timer.scheduleWithFixedDelay(leases::watch, watch, watch, TimeUnit.MILLISECONDS);
      refusals.start();
    }
    timer.scheduleWithFixedDelay(this::purge, 5, 60, TimeUnit.MINUTES);
  }

  /** Renews leases and looks for jobs to take up. */
  void beat() {
    leases.beat();
  }

  /**
   * Accepts a job and starts it.
   *
   * @param shown the request without secrets, as JSON
   * @throws DuplicateJobException if the call's job uuid was used before
   */
  public <Q extends Request<R>, R> void submit(
      JobDefinition<Q, R> definition, Q request, String shown, Call call, JobOptions options) {
    if (inFlight.stopping()) {
      throw new ApiException(ErrorCode.NODE_UNAVAILABLE, "the server is stopping");
    }
    if (leases.isSuspended()) {
      throw new ApiException(
          ErrorCode.NODE_UNAVAILABLE, "this node has left the others; call another");
    }
    inFlight.expecting(call.jobUuid(), () -> accept(definition, request, shown, call, options));
  }

  private <Q extends Request<R>, R> void accept(
      JobDefinition<Q, R> definition, Q request, String shown, Call call, JobOptions options) {
    CallGround ground = CallGround.current();
    database.write(transaction -> {
      ground.hold(transaction);
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
        Lease granted = new Lease(database, rows, call.jobUuid(), JobRows.FIRST_EPOCH);
        Job job = new Job(call, start.resourceUuid(), start.memory(), granted);
        inFlight.launch(
            job,
            definition,
            request,
            new JobsInFlight.Beginning(0, null, options.timeout(), options.webHook()));
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
      results.keep(call, new JobOutcome.Succeeded(reply));
      inFlight.tellFinished(call, webHook);
    });
    return reply;
  }

  /**
   * Remembers the failure of a call that was never accepted: in bounded memory, and for some
   * minutes where other nodes find it.
   */
  public void refuse(Call call, ApiError error, Optional<String> webHook) {
    results.keepRefusal(call, Origin.current().source(), new JobOutcome.Failed(error));
    refusals.tell(call, error);
    inFlight.tellFinished(call, webHook);
  }

  /** Whether a call with this job uuid was made before. */
  public boolean knows(String jobUuid) {
    return results.find(jobUuid).isPresent()
        || inFlight.find(jobUuid).isPresent()
        || database.read(sql -> rows.isThere(jobUuid, sql))
        || refusals.find(jobUuid).isPresent();
  }

  /** Who may ask about a job; empty if nobody knows it any more. */
  public Optional<JobOwner> askedBy(String jobUuid) {
    return results
        .owner(jobUuid)
        .or(() ->
            Optional.ofNullable(database.read(sql -> rows.find(jobUuid, sql))).map(JobOwner::of))
        .or(() -> refusals.await(jobUuid).map(Refusals.Refused::owner));
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
    if (inFlight.find(jobUuid).isPresent()) {
      return Optional.of(new JobOutcome.Running());
    }
    return Optional.ofNullable(database.read(sql -> rows.find(jobUuid, sql)))
        .map(row -> outcome(row, replyType))
        .or(() -> refusals.find(jobUuid).map(refused -> new JobOutcome.Failed(refused.error())));
  }

  /**
   * Waits for the end of a job that this node accepted.
   *
   * @param most for how long
   * @return running if it is not over by then, or goes on elsewhere
   */
  public JobOutcome await(String jobUuid, Duration most, Function<String, Type> replyType) {
    inFlight.await(jobUuid, most);
    return outcome(jobUuid, replyType).orElseGet(JobOutcome.Running::new);
  }

  /**
   * Why a job failed or was cancelled, as its row tells; empty if by that it goes on or succeeded.
   *
   * @param row of the job, with all its fields
   */
  public Optional<ApiError> failure(Record row) {
    return switch (JobState.of(row.get(JOB.STATE))) {
      case RUNNING, CANCELING, SUCCEEDED -> Optional.empty();
      case FAILED, CANCELED -> Optional.of(documents.error(row.get(JOB.OUTCOME)));
    };
  }

  private JobOutcome outcome(Record row, Function<String, Type> replyType) {
    return switch (JobState.of(row.get(JOB.STATE))) {
      case RUNNING, CANCELING -> new JobOutcome.Running();
      case SUCCEEDED ->
          new JobOutcome.Succeeded(
              documents.reply(row.get(JOB.OUTCOME), replyType.apply(row.get(JOB.OPERATION))));
      case FAILED, CANCELED -> new JobOutcome.Failed(documents.error(row.get(JOB.OUTCOME)));
    };
  }

  /**
   * What a job that is not over remembered when it last kept that, wherever it runs.
   *
   * @param row of the job, with all its fields
   */
  public Map<String, String> remembered(Record row) {
    return Optional.ofNullable(row.get(JOB.MEMORY)).map(documents::memory).orElse(Map.of());
  }

  /** How far a running job is; if another node runs it, as that told last. */
  public Optional<JobProgress> progress(String jobUuid) {
    return inFlight
        .find(jobUuid)
        .map(Job::progress)
        .or(() ->
            Optional.ofNullable(database.read(sql -> rows.find(jobUuid, sql)))
                .filter(row -> row.get(JOB.LEASE) != null)
                .map(JobProgress::of));
  }

  /** What names this start of this node. */
  public String nodeUuid() {
    return nodeUuid;
  }

  /** Whether no other node can use the database. */
  public boolean alone() {
    return alone;
  }

  /**
   * Gives a job to another node, which takes it up within a second.
   *
   * @return whether it ran here
   */
  public boolean handOver(String jobUuid, String toNode) {
    return leases.handOver(jobUuid, toNode);
  }

  /** Gives all jobs up, for others to take up at once, and accepts none until {@link #resume}. */
  public void suspend() {
    leases.suspend();
  }

  /** Ends {@link #suspend}. */
  public void resume() {
    leases.resume();
  }

  public int runningJobs() {
    return inFlight.size();
  }

  /**
   * Asks a job to stop and to take back what it did, once the transaction is durable: this node at
   * once, another within a third of a lease.
   */
  public void cancel(String jobUuid, Transaction transaction) {
    rows.requestCancel(jobUuid, transaction);
    transaction.afterCommit(() ->
        inFlight
            .find(jobUuid)
            .ifPresent(
                job -> job.stop(ErrorCode.CANCELLED, "the job " + jobUuid + " was cancelled")));
  }

  /** The account on whose behalf a job runs. */
  public Optional<String> owner(String jobUuid, Transaction transaction) {
    return Optional.ofNullable(rows.find(jobUuid, transaction.sql()))
        .map(row -> row.get(JOB.ACCOUNT_UUID));
  }

  /** Whose job it is, its operation, begin and end; empty if nobody knows it any more. */
  public Optional<JobFacts> facts(String jobUuid) {
    return Optional.ofNullable(database.read(sql -> rows.find(jobUuid, sql))).map(JobFacts::of);
  }

  /**
   * Forgets what ended longer ago than it is kept, few at a time: whoever else writes waits no
   * longer than for those.
   */
  void purge() {
    try {
      int purged;
      do {
        purged =
            database.write(
                transaction -> rows.purge(kept.get(), ANSWERED_KEPT, PURGED_AT_ONCE, transaction));
      } while (purged == PURGED_AT_ONCE);
    } catch (RuntimeException e) {
      log.error("finished jobs could not be removed", e);
    }
  }

  /**
   * Stops: accepts nothing more, lets running jobs end within the grace, and leaves the rest to the
   * next start.
   */
  public void stop(Duration grace) {
    inFlight.stop(grace);
    leases.release();
    refusals.close();
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
