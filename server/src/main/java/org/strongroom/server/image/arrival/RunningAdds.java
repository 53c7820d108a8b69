package org.strongroom.server.image.arrival;

import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.strongroom.api.image.AddImage;
import org.strongroom.api.imagebackup.ImportImageBackup;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobEngine;

/** The jobs that are adding images. */
public final class RunningAdds {
  private final Database database;
  private final JobEngine jobs;

  public RunningAdds(Database database, JobEngine jobs) {
    this.database = database;
    this.jobs = jobs;
  }

  public JobEngine jobs() {
    return jobs;
  }

  /** The jobs that add an image, alone or with others of an OVA; one at most, as a rule. */
  public List<Record> of(String imageUuid, DSLContext sql) {
    return sql.select(JOB.fields())
        .from(JOB)
        .where(JOB.LEASE.isNotNull())
        .and(
            adds(AddImage.class, imageUuid)
                .or(JOB.RESOURCE_UUID.eq(imageUuid).and(JOB.OPERATION.in(AddImageRules.TEMPLATES)))
                .or(
                    importedFrom(imageUuid, sql)
                        .map(backup -> adds(ImportImageBackup.class, backup))
                        .orElse(DSL.falseCondition())))
        .fetch(row -> row);
  }

  private static Condition adds(Class<?> operation, String resourceUuid) {
    return JOB.RESOURCE_UUID.eq(resourceUuid).and(JOB.OPERATION.eq(operation.getSimpleName()));
  }

  /** The image backup that an image is being imported from. */
  private static Optional<String> importedFrom(String imageUuid, DSLContext sql) {
    return sql.select(IMAGE.URL)
        .from(IMAGE)
        .where(IMAGE.UUID.eq(imageUuid))
        .and(IMAGE.STATUS.eq(ImageRows.DOWNLOADING))
        .and(IMAGE.URL.startsWith(NewImage.IMPORTED))
        .fetchOptional(IMAGE.URL)
        .map(url -> url.substring(NewImage.IMPORTED.length()).split("/", -1)[0]);
  }

  /**
   * Cancels the job that brought a copy whose row is gone, if it brings no other: one that does
   * goes on with them, and sees by itself that this one is not wanted any more.
   */
  public void cancelIfLast(ImageCopy gone, Transaction transaction) {
    gone.bringer()
        .filter(job -> !transaction.sql().fetchExists(IMAGE_COPY, IMAGE_COPY.JOB_UUID.eq(job)))
        .ifPresent(job -> jobs.cancel(job, transaction));
  }

  /**
   * Cancels the jobs that bring copies to these storages, or to any if none is named, and waits
   * until they have taken back what they did.
   */
  public void stopCopying(String imageUuid, List<String> storageUuids, Job job)
      throws InterruptedException {
    job.lease()
        .write(transaction -> {
          bringers(imageUuid, storageUuids, transaction.sql())
              .forEach(uuid -> jobs.cancel(uuid, transaction));
          return true;
        });
    database
        .watch()
        .until(
            "copied " + imageUuid + storageUuids,
            sql -> bringers(imageUuid, storageUuids, sql).isEmpty());
  }

  private static List<String> bringers(
      String imageUuid, List<String> storageUuids, DSLContext sql) {
    return sql.selectDistinct(IMAGE_COPY.JOB_UUID)
        .from(IMAGE_COPY)
        .where(IMAGE_COPY.IMAGE_UUID.eq(imageUuid))
        .and(
            storageUuids.isEmpty()
                ? DSL.noCondition()
                : IMAGE_COPY.BACKUP_STORAGE_UUID.in(storageUuids))
        .and(IMAGE_COPY.JOB_UUID.isNotNull())
        .fetch(IMAGE_COPY.JOB_UUID);
  }

  public List<String> uuids(String imageUuid, DSLContext sql) {
    return of(imageUuid, sql).stream().map(row -> row.get(JOB.UUID)).toList();
  }

  /** Cancels the job and waits until it has taken back what it did. */
  public void stop(String imageUuid, Job job) throws InterruptedException {
    job.lease()
        .write(transaction -> {
          cancel(imageUuid, transaction);
          return true;
        });
    database.watch().until("added " + imageUuid, sql -> uuids(imageUuid, sql).isEmpty());
  }

  /** Cancels the job, once the transaction is durable, without waiting for it. */
  public void cancel(String imageUuid, Transaction transaction) {
    uuids(imageUuid, transaction.sql()).forEach(uuid -> jobs.cancel(uuid, transaction));
  }
}
