package org.strongroom.server.volume.repository;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;

import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.volume.record.SnapshotCopy;

/** The rows of copies of volume snapshots while they are made, and once they are there. */
public final class FinishedCopy {
  private final RepositoryRoom room;

  public FinishedCopy(RepositoryRoom room) {
    this.room = room;
  }

  /** Writes the row of a copy that is being made. */
  public static void announce(
      String snapshotUuid, StorageRow storage, String jobUuid, Transaction transaction) {
    transaction
        .sql()
        .insertInto(VOLUME_SNAPSHOT_COPY)
        .set(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID, snapshotUuid)
        .set(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID, storage.uuid())
        .set(VOLUME_SNAPSHOT_COPY.INSTALL_PATH, path(storage))
        .set(VOLUME_SNAPSHOT_COPY.SIZE, 0L)
        .set(VOLUME_SNAPSHOT_COPY.STATUS, SnapshotCopy.CREATING)
        .set(VOLUME_SNAPSHOT_COPY.JOB_UUID, jobUuid)
        .execute();
  }

  static String path(StorageRow storage) {
    String url = storage.url();
    return (url.endsWith("/") ? url : url + "/") + Repositories.DIRECTORY;
  }

  /**
   * Makes a copy Ready and accounts for it, in the transaction that ends the job.
   *
   * @throws ApiException SYS.1006 if it was deleted meanwhile
   */
  public void copyIsThere(
      String snapshotUuid, String storageUuid, BackupMade made, Job job, Transaction transaction) {
    room.release(storageUuid, job.uuid(), transaction);
    int copies =
        transaction
            .sql()
            .update(VOLUME_SNAPSHOT_COPY)
            .set(VOLUME_SNAPSHOT_COPY.STATUS, SnapshotCopy.READY)
            .set(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID, made.generation())
            .set(
                VOLUME_SNAPSHOT_COPY.INSTALL_PATH,
                path(StorageRows.require(storageUuid, transaction.sql()))
                    + "/snapshots/"
                    + made.generation())
            .set(VOLUME_SNAPSHOT_COPY.LOGICAL_SIZE, made.logical())
            .set(VOLUME_SNAPSHOT_COPY.NEW_SIZE, made.fresh())
            .set(VOLUME_SNAPSHOT_COPY.STORED_SIZE, made.stored())
            .setNull(VOLUME_SNAPSHOT_COPY.DAMAGE)
            .setNull(VOLUME_SNAPSHOT_COPY.JOB_UUID)
            .where(SnapshotCopy.row(snapshotUuid, storageUuid))
            .and(VOLUME_SNAPSHOT_COPY.JOB_UUID.eq(job.uuid()))
            .execute();
    if (copies == 0) {
      throw ApiException.refused("the copy was deleted while it was being made");
    }
    room.account(storageUuid, made.measured(), transaction);
    transaction
        .sql()
        .update(REPOSITORY)
        .set(REPOSITORY.MADE, true)
        .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .execute();
  }
}
