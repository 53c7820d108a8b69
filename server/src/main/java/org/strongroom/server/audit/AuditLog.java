package org.strongroom.server.audit;

import static org.strongroom.server.catalog.AuditTable.AUDIT;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Transaction;

/**
 * Writes one entry for each call that changes something; the entry of a job is completed when the
 * job ends.
 */
public final class AuditLog {
  private final InstantSource clock;

  public AuditLog(InstantSource clock) {
    this.clock = clock;
  }

  /** A call that is done. */
  public void succeeded(
      Call call, String operation, @Nullable String resourceUuid, Transaction transaction) {
    write(call, operation, resourceUuid, "Succeeded", null, transaction);
  }

  /** A call that goes on as a job. */
  public void accepted(Call call, String operation, String resourceUuid, Transaction transaction) {
    write(call, operation, resourceUuid, "Accepted", null, transaction);
  }

  /** A call that was refused. */
  public void refused(Call call, String operation, ApiError error, Transaction transaction) {
    write(call, operation, null, error.code(), error.details(), transaction);
  }

  /** The end of an accepted job. */
  public void ended(String jobUuid, @Nullable ApiError error, Transaction transaction) {
    transaction
        .sql()
        .update(AUDIT)
        .set(AUDIT.OUTCOME, error == null ? "Succeeded" : error.code())
        .set(AUDIT.DETAILS, error == null ? null : shortened(error.details()))
        .where(AUDIT.JOB_UUID.eq(jobUuid))
        .execute();
  }

  private void write(
      Call call,
      String operation,
      @Nullable String resourceUuid,
      String outcome,
      @Nullable String details,
      Transaction transaction) {
    transaction
        .insertInto(AUDIT)
        .set(AUDIT.UUID, Uuid.random())
        .set(AUDIT.TIME, clock.millis())
        .set(AUDIT.ACCOUNT_UUID, call.caller().accountUuid())
        .set(AUDIT.OPERATION, operation)
        .set(AUDIT.RESOURCE_UUID, resourceUuid)
        .set(AUDIT.REQUEST_ID, call.requestId())
        .set(AUDIT.JOB_UUID, call.jobUuid())
        .set(AUDIT.OUTCOME, outcome)
        .set(AUDIT.DETAILS, details == null ? null : shortened(details))
        .execute();
  }

  private static String shortened(String text) {
    return text.length() <= 2048 ? text : text.substring(0, 2047) + "…";
  }
}
