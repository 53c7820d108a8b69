package org.strongroom.server.backupstorage.health;

import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Which storages have a job that adds or deletes them. */
public final class RunningJobs {
  private static final List<String> ADDING =
      List.of(
          "AddSftpBackupStorage",
          "AddFileSystemBackupStorage",
          "AddS3BackupStorage",
          "AddSwiftBackupStorage",
          "RegisterBackupNode");
  private static final List<String> DELETING =
      List.of("DeleteBackupStorage", "ForgetBackupStorage", "DeregisterBackupNode");

  private RunningJobs() {}

  /** The storage's row is about to become a storage, or about to go. */
  static Condition addingOrDeleting() {
    return running(JOB.OPERATION.in(ADDING).or(JOB.OPERATION.in(DELETING)));
  }

  public static Condition deleting() {
    return running(JOB.OPERATION.in(DELETING));
  }

  private static Condition running(Condition operation) {
    return DSL.exists(
        DSL.selectOne()
            .from(JOB)
            .where(JOB.RESOURCE_UUID.eq(BACKUP_STORAGE.UUID))
            .and(JOB.LEASE.isNotNull())
            .and(operation));
  }
}
