package org.strongroom.server.audit;

import static org.strongroom.server.catalog.system.AuditTable.AUDIT;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.api.ShortText;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Transaction;

/**
 * Writes one entry for each call that changes something; the entry of a job is completed when the
 * job ends.
 */
public final class AuditLog {
  private static final String ACCEPTED = "Accepted";
  private static final String SUCCEEDED = "Succeeded";
  private static final String NO_JOB = "";

  private final InstantSource clock;
  private final FailureListener failures;

  /** A log to whose failures nobody listens. */
  public AuditLog(InstantSource clock) {
    this(clock, (operation, uuid, name, error, call, transaction) -> {});
  }

  public AuditLog(InstantSource clock, FailureListener failures) {
    this.clock = clock;
    this.failures = failures;
  }

  /** A call that is done. */
  public void succeeded(
      Call call, String operation, @Nullable String resourceUuid, Transaction transaction) {
    write(call, operation, resourceUuid, SUCCEEDED, null, transaction);
  }

  /** A call that goes on as a job. */
  public void accepted(Call call, String operation, String resourceUuid, Transaction transaction) {
    write(call, operation, resourceUuid, ACCEPTED, null, transaction);
  }

  /** A call that was refused. */
  public void refused(Call call, String operation, ApiError error, Transaction transaction) {
    write(call, operation, null, error.code(), error.details(), transaction);
    failures.failed(operation, null, null, error, call, transaction);
  }

  /**
   * Attempts to log in, which no job answers.
   *
   * @param accountUuid the account's; empty if nothing is known of the caller
   * @param error why they failed; null if it was one that succeeded
   * @param source the address that they came from; empty for several
   */
  public void logIn(
      String accountUuid,
      @Nullable ApiError error,
      String source,
      String requestId,
      Transaction transaction) {
    write(
        new Call(new Caller(accountUuid, "", false), NO_JOB, requestId, source, Optional.empty()),
        "LogIn",
        accountUuid.isEmpty() ? null : accountUuid,
        error == null ? SUCCEEDED : error.code(),
        error == null ? null : error.details(),
        transaction);
  }

  /**
   * The end of a session or a token, which no job answers.
   *
   * @param accountUuid whoever ended it
   * @param operation what ended it
   * @param resourceUuid what the session is called, or the account that the token was of
   * @param origin the request that asked for it
   */
  public void loggedOut(
      String accountUuid,
      String operation,
      String resourceUuid,
      Origin origin,
      Transaction transaction) {
    Caller caller = new Caller(accountUuid, "", false);
    write(
        new Call(caller, NO_JOB, origin.requestId(), origin.source(), Optional.empty()),
        operation,
        resourceUuid,
        SUCCEEDED,
        null,
        transaction);
  }

  /**
   * An account got a token by another one of its own, or was refused it.
   *
   * @param projectUuid what the new token is for, if for anything
   */
  public void rescoped(
      String accountUuid,
      Optional<String> projectUuid,
      Optional<ApiError> error,
      Origin origin,
      Transaction transaction) {
    Caller caller = new Caller(accountUuid, "", false);
    write(
        new Call(caller, NO_JOB, origin.requestId(), origin.source(), Optional.empty()),
        "RescopeToken",
        projectUuid.orElse(accountUuid),
        error.map(ApiError::code).orElse(SUCCEEDED),
        error.map(ApiError::details).orElse(null),
        transaction);
  }

  /** The end of an accepted job. */
  public void ended(String jobUuid, @Nullable ApiError error, Transaction transaction) {
    transaction
        .sql()
        .update(AUDIT)
        .set(AUDIT.FINISHED, clock.millis())
        .set(AUDIT.OUTCOME, error == null ? SUCCEEDED : error.code())
        .set(AUDIT.DETAILS, error == null ? null : shortened(error.details()))
        .where(AUDIT.JOB_UUID.eq(jobUuid))
        .execute();
    if (error != null) {
      failed(jobUuid, error, transaction);
    }
  }

  private void failed(String jobUuid, ApiError error, Transaction transaction) {
    Record job =
        transaction.sql().select(JOB.fields()).from(JOB).where(JOB.UUID.eq(jobUuid)).fetchOne();
    if (job != null) {
      String requestId = Objects.requireNonNullElse(job.get(JOB.REQUEST_ID), "");
      failures.failed(
          job.get(JOB.OPERATION),
          job.get(JOB.RESOURCE_UUID),
          job.get(JOB.RESOURCE_NAME),
          error,
          new Call(new Caller(job.get(JOB.ACCOUNT_UUID), "", false), jobUuid, requestId),
          transaction);
    }
  }

  private void write(
      Call call,
      String operation,
      @Nullable String resourceUuid,
      String outcome,
      @Nullable String details,
      Transaction transaction) {
    long now = clock.millis();
    transaction
        .insertInto(AUDIT)
        .set(AUDIT.UUID, Uuid.random())
        .set(AUDIT.TIME, now)
        .set(AUDIT.FINISHED, outcome.equals(ACCEPTED) ? null : now)
        .set(AUDIT.SOURCE, call.source())
        .set(AUDIT.LINKED, 0)
        .set(AUDIT.ACCOUNT_UUID, call.caller().accountUuid())
        .set(AUDIT.OPERATION, operation)
        .set(AUDIT.RESOURCE_UUID, resourceUuid)
        .set(AUDIT.REQUEST_ID, call.requestId())
        .set(AUDIT.JOB_UUID, call.jobUuid().equals(NO_JOB) ? null : call.jobUuid())
        .set(AUDIT.OUTCOME, outcome)
        .set(AUDIT.DETAILS, details == null ? null : shortened(details))
        .execute();
  }

  private static String shortened(String text) {
    return ShortText.of(text, 2048);
  }
}
