package org.strongroom.server.image;

import static org.strongroom.server.catalog.JobTable.JOB;

import java.time.Duration;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.strongroom.api.image.AddImage;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.JobEngine;

/** The jobs that are adding images. */
final class RunningAdds {
  private static final Duration GLANCE = Duration.ofMillis(50);

  private final Database database;
  private final JobEngine jobs;

  RunningAdds(Database database, JobEngine jobs) {
    this.database = database;
    this.jobs = jobs;
  }

  /** Job uuid and state of the jobs that add an image; one at most, as a rule. */
  List<Record> of(String imageUuid, DSLContext sql) {
    return sql.select(JOB.fields())
        .from(JOB)
        .where(JOB.RESOURCE_UUID.eq(imageUuid))
        .and(JOB.OPERATION.eq(AddImage.class.getSimpleName()))
        .and(JOB.LEASE.isNotNull())
        .fetch(row -> row);
  }

  List<String> uuids(String imageUuid, DSLContext sql) {
    return of(imageUuid, sql).stream().map(row -> row.get(JOB.UUID)).toList();
  }

  /** Cancels the job and waits until it has taken back what it did. */
  void stop(String imageUuid) throws InterruptedException {
    database.write(transaction -> {
      cancel(imageUuid, transaction);
      return true;
    });
    while (!database.read(sql -> uuids(imageUuid, sql)).isEmpty()) {
      Thread.sleep(GLANCE);
    }
  }

  /** Cancels the job, once the transaction is durable, without waiting for it. */
  void cancel(String imageUuid, Transaction transaction) {
    uuids(imageUuid, transaction.sql()).forEach(uuid -> jobs.cancel(uuid, transaction));
  }
}
