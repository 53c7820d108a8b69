package org.strongroom.server.imagebackup.record;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.storage.ReservationTable.RESERVATION;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.JobEngine;

/** The tasks that work on image backups now, and how to stop them. */
public final class RunningTasks {
  private final Database database;
  private final BackupRows rows;
  private final JobEngine jobs;

  public RunningTasks(Database database, BackupRows rows, JobEngine jobs) {
    this.database = database;
    this.rows = rows;
    this.jobs = jobs;
  }

  /** Cancels the tasks of an image backup, once the transaction is durable. */
  public void cancel(String backupUuid, String butNot, Transaction transaction) {
    rows.runningTasks(backupUuid, transaction.sql()).stream()
        .filter(uuid -> !uuid.equals(butNot))
        .forEach(uuid -> jobs.cancel(uuid, transaction));
  }

  /** Cancels the tasks that have room on a storage, once the transaction is durable. */
  public void cancelOn(String storageUuid, Transaction transaction) {
    transaction
        .sql()
        .select(JOB.UUID)
        .from(JOB)
        .join(RESERVATION)
        .on(RESERVATION.JOB_UUID.eq(JOB.UUID))
        .join(IMAGE_BACKUP)
        .on(IMAGE_BACKUP.UUID.eq(JOB.RESOURCE_UUID))
        .where(RESERVATION.BACKUP_STORAGE_UUID.eq(storageUuid))
        .and(JOB.LEASE.isNotNull())
        .fetch(JOB.UUID)
        .forEach(uuid -> jobs.cancel(uuid, transaction));
  }

  /**
   * Waits until all tasks but one have taken back what they did. Those of an image backup that is
   * gone have nothing to take back: they are deletions, too, and would wait for each other.
   */
  public void awaitEnd(String backupUuid, org.strongroom.server.job.Job waiting)
      throws InterruptedException {
    waiting.checkStopped();
    database
        .watch()
        .until(
            "tasks of " + backupUuid + " but " + waiting.uuid(),
            sql ->
                rows.find(backupUuid, sql).isEmpty()
                    || rows.runningTasks(backupUuid, sql).stream()
                        .allMatch(uuid -> uuid.equals(waiting.uuid())));
  }
}
