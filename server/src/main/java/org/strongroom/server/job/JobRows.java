package org.strongroom.server.job;

import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.api.ShortText;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.catalog.NamedResources;
import org.strongroom.server.catalog.Presence;
import org.strongroom.server.catalog.Transaction;

/** The rows of the job table. */
final class JobRows {
  /** Of the run that follows the acceptance. */
  static final int FIRST_EPOCH = 1;

  private final JobDocuments documents;
  private final InstantSource clock;
  private final DatabaseTime time;
  private final String nodeUuid;
  private final Duration lease;

  /**
   * @param clock stamps what is shown
   * @param time stamps what nodes compare: leases and deadlines
   */
  JobRows(
      JobDocuments documents,
      InstantSource clock,
      DatabaseTime time,
      String nodeUuid,
      Duration lease) {
    this.documents = documents;
    this.clock = clock;
    this.time = time;
    this.nodeUuid = nodeUuid;
    this.lease = lease;
  }

  /** For how long a node answers for a job without renewing that. */
  Duration lease() {
    return lease;
  }

  private long leaseEnd(DSLContext sql) {
    return time.millis(sql) + lease.toMillis();
  }

  boolean isThere(String jobUuid, DSLContext sql) {
    return Presence.of(sql, JOB.UUID, jobUuid);
  }

  /** Fails if the uuid was used before. */
  void checkNew(String jobUuid, Transaction transaction) {
    if (isThere(jobUuid, transaction.sql())) {
      throw new DuplicateJobException(jobUuid);
    }
  }

  void insertRunning(
      JobDefinition<?, ?> definition,
      StoredRequest request,
      Call call,
      JobDefinition.Start start,
      JobOptions options,
      Transaction transaction) {
    long now = clock.millis();
    long shared = time.millis(transaction.sql());
    transaction
        .insertInto(JOB)
        .set(JOB.UUID, call.jobUuid())
        .set(JOB.OPERATION, definition.operation().getSimpleName())
        .set(JOB.VERSION, definition.version())
        .set(JOB.NAME, options.name().orElse(null))
        .set(JOB.DESCRIPTION, options.description().orElse(null))
        .set(JOB.ACCOUNT_UUID, call.caller().accountUuid())
        .set(JOB.RESOURCE_UUID, start.resourceUuid())
        .set(
            JOB.RESOURCE_NAME,
            NamedResources.find(start.resourceUuid(), transaction.sql())
                .map(NamedResources.Named::name)
                .orElse(null))
        .set(JOB.SOURCE, call.source())
        .set(JOB.REQUEST, documents.sealedRequest(request.record()))
        .set(JOB.SHOWN_REQUEST, request.shown())
        .set(JOB.STATE, JobState.RUNNING.text())
        .set(JOB.STEP, 0)
        .set(JOB.MEMORY, documents.sealedMemory(start.memory()))
        .set(JOB.PROGRESS, 0)
        .set(JOB.NODE_UUID, nodeUuid)
        .set(JOB.LEASE, shared + lease.toMillis())
        .set(JOB.EPOCH, FIRST_EPOCH)
        .set(JOB.CALLER, documents.caller(call.caller()))
        .set(JOB.DEADLINE, shared + options.timeout().toMillis())
        .set(JOB.CANCEL_REQUESTED, false)
        .set(JOB.WEB_HOOK, options.webHook().orElse(null))
        .set(JOB.REQUEST_ID, call.requestId())
        .set(JOB.SESSION_DIGEST, call.sessionDigest().orElse(null))
        .set(JOB.CREATED, now)
        .set(JOB.UPDATED, now)
        .execute();
  }

  /** A call that was done within its first transaction. */
  void insertDone(
      String operation,
      Call call,
      Object reply,
      Optional<String> webHook,
      Transaction transaction) {
    long now = clock.millis();
    transaction
        .insertInto(JOB)
        .set(JOB.UUID, call.jobUuid())
        .set(JOB.OPERATION, operation)
        .set(JOB.VERSION, 1)
        .set(JOB.ACCOUNT_UUID, call.caller().accountUuid())
        .set(JOB.STATE, JobState.SUCCEEDED.text())
        .set(JOB.STEP, 0)
        .set(JOB.PROGRESS, 100)
        .set(JOB.OUTCOME, documents.outcome(reply))
        .set(JOB.CANCEL_REQUESTED, false)
        .set(JOB.WEB_HOOK, webHook.orElse(null))
        .set(JOB.REQUEST_ID, call.requestId())
        .set(JOB.SESSION_DIGEST, call.sessionDigest().orElse(null))
        .set(JOB.CREATED, now)
        .set(JOB.UPDATED, now)
        .set(JOB.FINISHED, now)
        .execute();
  }

  void atStep(Job job, int step, String name, Transaction transaction) {
    owned(
        transaction
            .sql()
            .update(JOB)
            .set(JOB.STEP, step)
            .set(JOB.STEP_NAME, name)
            .set(JOB.MEMORY, documents.sealedMemory(job.memory()))
            .set(JOB.UPDATED, clock.millis())
            .where(isRun(job.uuid(), job.lease().epoch()))
            .execute(),
        job);
  }

  /** Keeps what a job remembers now, in the middle of a step. */
  void keep(Job job, Transaction transaction) {
    owned(
        transaction
            .sql()
            .update(JOB)
            .set(JOB.MEMORY, documents.sealedMemory(job.memory()))
            .set(JOB.UPDATED, clock.millis())
            .where(isRun(job.uuid(), job.lease().epoch()))
            .execute(),
        job);
  }

  void canceling(Job job, ApiError error, Transaction transaction) {
    owned(
        transaction
            .sql()
            .update(JOB)
            .set(JOB.STATE, JobState.CANCELING.text())
            .set(JOB.OUTCOME, documents.outcome(error))
            .set(JOB.MEMORY, documents.sealedMemory(job.memory()))
            .set(JOB.UPDATED, clock.millis())
            .where(isRun(job.uuid(), job.lease().epoch()))
            .execute(),
        job);
  }

  void finish(Job job, JobState state, Object replyOrError, Transaction transaction) {
    long now = clock.millis();
    owned(
        transaction
            .sql()
            .update(JOB)
            .set(JOB.STATE, state.text())
            .set(JOB.OUTCOME, documents.outcome(replyOrError))
            .set(JOB.PROGRESS, state == JobState.SUCCEEDED ? 100 : job.progress().percent())
            .set(JOB.BYTES, bytes(job))
            .set(JOB.REASON, replyOrError instanceof ApiError error ? reason(error) : null)
            .setNull(JOB.REQUEST)
            .setNull(JOB.MEMORY)
            .setNull(JOB.LEASE)
            .set(JOB.UPDATED, now)
            .set(JOB.FINISHED, now)
            .where(isRun(job.uuid(), job.lease().epoch()))
            .execute(),
        job);
  }

  private static @Nullable Long bytes(Job job) {
    return job.progress().most() < 0 ? null : Long.valueOf(job.progress().most());
  }

  private static String reason(ApiError error) {
    String text = error.inOneLine();
    return ShortText.of(text, 2048);
  }

  private static void owned(int rows, Job job) {
    if (rows == 0) {
      throw new LostLeaseException(job.uuid());
    }
  }

  /** The job is not over, and this node's run of it is the latest. */
  private Condition isRun(String jobUuid, int epoch) {
    return JOB.UUID
        .eq(jobUuid)
        .and(JOB.NODE_UUID.eq(nodeUuid))
        .and(JOB.EPOCH.eq(epoch))
        .and(JOB.LEASE.isNotNull());
  }

  /**
   * For how long nobody else may take the job up; below zero if somebody may, empty if somebody
   * has, or the job is over.
   */
  Optional<Duration> remaining(String jobUuid, int epoch, DSLContext sql) {
    return sql.select(JOB.LEASE)
        .from(JOB)
        .where(isRun(jobUuid, epoch))
        .fetchOptional(JOB.LEASE)
        .map(end -> Duration.ofMillis(end - time.millis(sql)));
  }

  /**
   * Keeps a job for another lease.
   *
   * @return false if it is over or another run has taken it up
   */
  boolean renew(String jobUuid, int epoch, Transaction transaction) {
    return transaction
            .sql()
            .update(JOB)
            .set(JOB.LEASE, leaseEnd(transaction.sql()))
            .where(isRun(jobUuid, epoch))
            .execute()
        > 0;
  }

  /**
   * Keeps jobs for another lease, and their progress for all to see.
   *
   * @return those that are over or that another run has taken up
   */
  List<Job> renew(List<Job> jobs, Transaction transaction) {
    long end = leaseEnd(transaction.sql());
    return jobs.stream()
        .filter(job ->
            transaction
                    .sql()
                    .update(JOB)
                    .set(JOB.LEASE, end)
                    .set(JOB.PROGRESS, job.progress().percent())
                    .where(isRun(job.uuid(), job.lease().epoch()))
                    .execute()
                == 0)
        .toList();
  }

  /** Tells other nodes how far jobs are. */
  void tellProgress(List<Job> jobs, Transaction transaction) {
    for (Job job : jobs) {
      transaction
          .sql()
          .update(JOB)
          .set(JOB.PROGRESS, job.progress().percent())
          .set(JOB.PROGRESS_DONE, job.progress().done())
          .set(JOB.PROGRESS_TOTAL, job.progress().total())
          .where(isRun(job.uuid(), job.lease().epoch()))
          .execute();
    }
  }

  /**
   * Gives a job to another node, which takes it up when it sees that.
   *
   * @return false if this run is not the latest any more
   */
  boolean handOver(Job job, String toNode, Transaction transaction) {
    return transaction
            .sql()
            .update(JOB)
            .set(JOB.NODE_UUID, toNode)
            .set(JOB.LEASE, leaseEnd(transaction.sql()))
            .where(isRun(job.uuid(), job.lease().epoch()))
            .execute()
        > 0;
  }

  /**
   * Fails unless this run is the latest; until the transaction ends nobody takes the job up.
   *
   * @throws LostLeaseException if it is not
   */
  void requireOwned(String jobUuid, int epoch, Transaction transaction) {
    var row = transaction.sql().select(JOB.UUID).from(JOB).where(isRun(jobUuid, epoch));
    boolean locks = transaction.sql().family() == SQLDialect.POSTGRES;
    if ((locks ? row.forShare() : row).fetch().isEmpty()) {
      throw new LostLeaseException(jobUuid);
    }
  }

  /** Whether this run has ended its job: then its lease is over, but not lost. */
  boolean hasEnded(Job job, DSLContext sql) {
    return sql.fetchExists(
        JOB,
        JOB.UUID
            .eq(job.uuid())
            .and(JOB.NODE_UUID.eq(nodeUuid))
            .and(JOB.EPOCH.eq(job.lease().epoch()))
            .and(JOB.LEASE.isNull()));
  }

  /** Lets go of this node's jobs, so that the next to start takes them up at once. */
  void releaseLeases(Transaction transaction) {
    transaction
        .sql()
        .update(JOB)
        .set(JOB.LEASE, 0L)
        .where(JOB.NODE_UUID.eq(nodeUuid))
        .and(JOB.LEASE.isNotNull())
        .execute();
  }

  List<String> cancelRequested(DSLContext sql) {
    return sql.select(JOB.UUID)
        .from(JOB)
        .where(JOB.NODE_UUID.eq(nodeUuid))
        .and(JOB.LEASE.isNotNull())
        .and(JOB.CANCEL_REQUESTED.isTrue())
        .fetch(JOB.UUID);
  }

  /** Jobs that are not over and for which this node answers. */
  List<String> own(DSLContext sql) {
    return sql.select(JOB.UUID)
        .from(JOB)
        .where(JOB.NODE_UUID.eq(nodeUuid))
        .and(JOB.LEASE.isNotNull())
        .orderBy(JOB.UUID)
        .fetch(JOB.UUID);
  }

  /**
   * Jobs of these kinds whose node gave no sign of life for a lease; all of other nodes if no other
   * node can exist.
   */
  List<String> orphans(boolean alone, Collection<JobDefinition<?, ?>> kinds, DSLContext sql) {
    Condition known =
        DSL.or(
            kinds.stream()
                .map(kind ->
                    JOB.OPERATION
                        .eq(kind.operation().getSimpleName())
                        .and(JOB.VERSION.eq(kind.version())))
                .toList());
    return sql.select(JOB.UUID)
        .from(JOB)
        .where(JOB.LEASE.isNotNull())
        .and(alone ? JOB.NODE_UUID.ne(nodeUuid) : JOB.LEASE.lt(time.millis(sql)))
        .and(known)
        .orderBy(JOB.UUID)
        .limit(1000)
        .fetch(JOB.UUID);
  }

  /**
   * Takes a job up, with a new epoch, if nobody else answers for it now.
   *
   * @param alone whether no other node can exist
   */
  Optional<Record> take(String jobUuid, boolean alone, Transaction transaction) {
    DSLContext sql = transaction.sql();
    Condition free =
        JOB.NODE_UUID.eq(nodeUuid).or(alone ? DSL.trueCondition() : JOB.LEASE.lt(time.millis(sql)));
    int taken =
        sql.update(JOB)
            .set(JOB.NODE_UUID, nodeUuid)
            .set(JOB.LEASE, leaseEnd(sql))
            .set(JOB.EPOCH, JOB.EPOCH.plus(1))
            .where(JOB.UUID.eq(jobUuid))
            .and(JOB.LEASE.isNotNull())
            .and(free)
            .execute();
    return taken == 0 ? Optional.empty() : Optional.ofNullable(find(jobUuid, sql));
  }

  /** How long a job may still take; below zero if its time is over. */
  Duration untilDeadline(Record row, DSLContext sql) {
    return Duration.ofMillis(row.get(JOB.DEADLINE) - time.millis(sql));
  }

  /** Lets go of a job, so that another node may take it up at once. */
  void release(Record row, Transaction transaction) {
    transaction
        .sql()
        .update(JOB)
        .set(JOB.LEASE, 0L)
        .where(isRun(row.get(JOB.UUID), row.get(JOB.EPOCH)))
        .execute();
  }

  void requestCancel(String jobUuid, Transaction transaction) {
    transaction
        .sql()
        .update(JOB)
        .set(JOB.CANCEL_REQUESTED, true)
        .where(JOB.UUID.eq(jobUuid))
        .and(JOB.LEASE.isNotNull())
        .execute();
  }

  @Nullable Record find(String jobUuid, DSLContext sql) {
    return sql.select(JOB.fields()).from(JOB).where(JOB.UUID.eq(jobUuid)).fetchOne();
  }

  /**
   * Forgets jobs that ended longer ago than they are kept; tells how many.
   *
   * @param kept for jobs, which administrators look at
   * @param answered for calls that were done at once, whose audit entries tell the same
   */
  int purge(Duration kept, Duration answered, int atMost, Transaction transaction) {
    long now = clock.millis();
    return transaction
        .sql()
        .deleteFrom(JOB)
        .where(
            JOB.UUID.in(
                DSL.select(JOB.UUID)
                    .from(JOB)
                    .where(JOB.FINISHED.lt(now - kept.toMillis()))
                    .or(JOB.FINISHED.lt(now - answered.toMillis()).and(JOB.SHOWN_REQUEST.isNull()))
                    .limit(atMost)))
        .execute();
  }

  /** A request with the form in which it may be shown. */
  record StoredRequest(java.lang.Record record, String shown) {}
}
