package org.strongroom.server.job;

import static org.strongroom.server.catalog.JobTable.JOB;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Presence;
import org.strongroom.server.catalog.Transaction;

/** The rows of the job table. */
final class JobRows {
  private final JobDocuments documents;
  private final InstantSource clock;
  private final String nodeUuid;
  private final Duration lease;

  JobRows(JobDocuments documents, InstantSource clock, String nodeUuid, Duration lease) {
    this.documents = documents;
    this.clock = clock;
    this.nodeUuid = nodeUuid;
    this.lease = lease;
  }

  long leaseEnd() {
    return clock.millis() + lease.toMillis();
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
    transaction
        .insertInto(JOB)
        .set(JOB.UUID, call.jobUuid())
        .set(JOB.OPERATION, definition.operation().getSimpleName())
        .set(JOB.VERSION, definition.version())
        .set(JOB.NAME, options.name().orElse(null))
        .set(JOB.DESCRIPTION, options.description().orElse(null))
        .set(JOB.ACCOUNT_UUID, call.caller().accountUuid())
        .set(JOB.RESOURCE_UUID, start.resourceUuid())
        .set(JOB.REQUEST, documents.sealedRequest(request.record()))
        .set(JOB.SHOWN_REQUEST, request.shown())
        .set(JOB.STATE, JobState.RUNNING.text())
        .set(JOB.STEP, 0)
        .set(JOB.MEMORY, documents.sealedMemory(start.memory()))
        .set(JOB.PROGRESS, 0)
        .set(JOB.NODE_UUID, nodeUuid)
        .set(JOB.LEASE, leaseEnd())
        .set(JOB.DEADLINE, now + options.timeout().toMillis())
        .set(JOB.CANCEL_REQUESTED, false)
        .set(JOB.WEB_HOOK, options.webHook().orElse(null))
        .set(JOB.REQUEST_ID, call.requestId())
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
            .where(JOB.UUID.eq(job.uuid()))
            .and(JOB.NODE_UUID.eq(nodeUuid))
            .and(JOB.LEASE.isNotNull())
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
            .where(JOB.UUID.eq(job.uuid()))
            .and(JOB.NODE_UUID.eq(nodeUuid))
            .and(JOB.LEASE.isNotNull())
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
            .setNull(JOB.REQUEST)
            .setNull(JOB.MEMORY)
            .setNull(JOB.LEASE)
            .set(JOB.UPDATED, now)
            .set(JOB.FINISHED, now)
            .where(JOB.UUID.eq(job.uuid()))
            .and(JOB.NODE_UUID.eq(nodeUuid))
            .and(JOB.LEASE.isNotNull())
            .execute(),
        job);
  }

  private static void owned(int rows, Job job) {
    if (rows == 0) {
      throw new LostLeaseException(job.uuid());
    }
  }

  /** Keeps every running job of this node for another lease. */
  void renewLeases(Transaction transaction) {
    transaction
        .sql()
        .update(JOB)
        .set(JOB.LEASE, leaseEnd())
        .where(JOB.NODE_UUID.eq(nodeUuid))
        .and(JOB.LEASE.isNotNull())
        .execute();
  }

  void progress(String jobUuid, int percent, Transaction transaction) {
    transaction.sql().update(JOB).set(JOB.PROGRESS, percent).where(JOB.UUID.eq(jobUuid)).execute();
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

  /**
   * Takes jobs over whose node gave no sign of life for a lease; all of them if no other node can
   * exist.
   */
  List<Record> takeOver(boolean alone, Transaction transaction) {
    List<Record> orphans =
        transaction
            .sql()
            .select(JOB.fields())
            .from(JOB)
            .where(JOB.LEASE.isNotNull())
            .and(alone ? JOB.NODE_UUID.ne(nodeUuid) : JOB.LEASE.lt(clock.millis()))
            .limit(1000)
            .fetch(row -> row);
    return orphans.stream().filter(row -> take(row, transaction)).toList();
  }

  private boolean take(Record row, Transaction transaction) {
    return transaction
            .sql()
            .update(JOB)
            .set(JOB.NODE_UUID, nodeUuid)
            .set(JOB.LEASE, leaseEnd())
            .where(JOB.UUID.eq(row.get(JOB.UUID)))
            .and(JOB.NODE_UUID.eq(row.get(JOB.NODE_UUID)))
            .and(JOB.LEASE.eq(row.get(JOB.LEASE)))
            .execute()
        == 1;
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

  /** A job that is not over and for which this node answers. */
  @Nullable Record findOwn(String jobUuid, DSLContext sql) {
    return sql.select(JOB.fields())
        .from(JOB)
        .where(JOB.UUID.eq(jobUuid))
        .and(JOB.NODE_UUID.eq(nodeUuid))
        .and(JOB.LEASE.isNotNull())
        .fetchOne();
  }

  /** Forgets jobs that are over for longer than so, no more than so many; tells how many. */
  int purge(Duration kept, int atMost, Transaction transaction) {
    return transaction
        .sql()
        .deleteFrom(JOB)
        .where(
            JOB.UUID.in(
                DSL.select(JOB.UUID)
                    .from(JOB)
                    .where(JOB.FINISHED.lt(clock.millis() - kept.toMillis()))
                    .limit(atMost)))
        .execute();
  }

  /** A request with the form in which it may be shown. */
  record StoredRequest(java.lang.Record record, String shown) {}
}
