package org.strongroom.server.imagebackup;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;

import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupnode.NodeContents;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.imagebackup.record.BackupRow;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.imagebackup.record.RunningTasks;
import org.strongroom.server.tag.TagService;

/** What becomes of image backups when their node goes: records are dropped, OVA files never. */
final class NodeImageBackups implements NodeContents {
  private final BackupRows rows;
  private final RunningTasks tasks;
  private final TagService tags;
  private final EventLog events;

  NodeImageBackups(BackupRows rows, RunningTasks tasks, TagService tags, EventLog events) {
    this.rows = rows;
    this.tasks = tasks;
    this.tags = tags;
    this.events = events;
  }

  @Override
  public int count(String storageUuid, DSLContext sql) {
    return sql.fetchCount(IMAGE_BACKUP, IMAGE_BACKUP.STORAGE_UUID.eq(storageUuid));
  }

  @Override
  public void stop(String storageUuid, Transaction transaction) {
    rows.all(IMAGE_BACKUP.STORAGE_UUID.eq(storageUuid), transaction.sql()).stream()
        .filter(backup -> !backup.status().settled())
        .forEach(backup -> tasks.cancel(backup.uuid(), "", transaction));
    // a download is not the node's before it is through
    tasks.cancelOn(storageUuid, transaction);
  }

  @Override
  public int forget(String storageUuid, int atMost, Call call, Transaction transaction) {
    Condition some =
        IMAGE_BACKUP.UUID.in(
            DSL.select(IMAGE_BACKUP.UUID)
                .from(IMAGE_BACKUP)
                .where(IMAGE_BACKUP.STORAGE_UUID.eq(storageUuid))
                .limit(atMost));
    List<BackupRow> backups = rows.all(some, transaction.sql());
    for (BackupRow backup : backups) {
      if (backup.object().isPresent()) {
        rows.update(transaction)
            .setNull(IMAGE_BACKUP.STORAGE_UUID)
            .setNull(IMAGE_BACKUP.PATH)
            .where(IMAGE_BACKUP.UUID.eq(backup.uuid()))
            .execute();
      } else {
        forget(backup, call, transaction);
      }
    }
    return backups.size();
  }

  private void forget(BackupRow backup, Call call, Transaction transaction) {
    transaction.sql().deleteFrom(IMAGE_BACKUP).where(IMAGE_BACKUP.UUID.eq(backup.uuid())).execute();
    tags.deleteAll(ResourceType.IMAGE_BACKUP, backup.uuid(), transaction);
    events.write(
        new EventLog.Event(
            ResourceType.IMAGE_BACKUP,
            backup.uuid(),
            backup.name(),
            "Deleted",
            null,
            null,
            "its backup node was deregistered; the OVA stays there"),
        call,
        transaction);
  }
}
