package org.strongroom.server.job;

import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.time.Instant;
import java.util.Optional;
import org.jooq.Record;

/** What a job is, beside its outcome. */
public record JobFacts(
    String operation, String accountUuid, Instant created, Optional<Instant> finished) {
  static JobFacts of(Record row) {
    return new JobFacts(
        row.get(JOB.OPERATION),
        row.get(JOB.ACCOUNT_UUID),
        Instant.ofEpochMilli(row.get(JOB.CREATED)),
        Optional.ofNullable(row.get(JOB.FINISHED)).map(Instant::ofEpochMilli));
  }
}
