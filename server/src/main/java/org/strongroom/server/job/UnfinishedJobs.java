package org.strongroom.server.job;

import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.util.Optional;
import org.jooq.DSLContext;

/** Jobs that have not ended, for operations of which there is one at a time. */
public final class UnfinishedJobs {
  private UnfinishedJobs() {}

  /** The uuid of one that carries an operation out for a resource. */
  public static Optional<String> of(Class<?> operation, String resourceUuid, DSLContext sql) {
    return sql
        .select(JOB.UUID)
        .from(JOB)
        .where(JOB.RESOURCE_UUID.eq(resourceUuid))
        .and(JOB.LEASE.isNotNull())
        .and(JOB.OPERATION.eq(operation.getSimpleName()))
        .fetch(JOB.UUID)
        .stream()
        .findFirst();
  }
}
