package org.strongroom.server.imagebackup.record;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.UpdateSetMoreStep;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.api.ShortText;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.ProjectScope;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;

/** The rows of image backups. */
public final class BackupRows {
  private static final int MOST_REASON = 2048;

  private final InstantSource clock;

  public BackupRows(InstantSource clock) {
    this.clock = clock;
  }

  public long now() {
    return clock.millis();
  }

  public Optional<BackupRow> find(String uuid, DSLContext sql) {
    return one(IMAGE_BACKUP.UUID.eq(uuid), sql);
  }

  private static Optional<BackupRow> one(Condition condition, DSLContext sql) {
    return sql.select(IMAGE_BACKUP.fields())
        .from(IMAGE_BACKUP)
        .where(condition)
        .limit(1)
        .fetchOptional(BackupRow::of);
  }

  /** All that fulfil a condition. */
  public List<BackupRow> all(Condition condition, DSLContext sql) {
    return sql.select(IMAGE_BACKUP.fields())
        .from(IMAGE_BACKUP)
        .where(condition)
        .fetch(BackupRow::of);
  }

  /** Those whose OVA is this object. */
  public List<BackupRow> in(BackupRow.BucketPlace place, DSLContext sql) {
    return all(
        IMAGE_BACKUP
            .BUCKET_UUID
            .eq(place.bucketUuid())
            .and(IMAGE_BACKUP.OBJECT_NAME.eq(place.objectName())),
        sql);
  }

  /** An image backup that the caller may see; another project's is as one that is not there. */
  public Optional<BackupRow> visible(String uuid, Caller caller, DSLContext sql) {
    return one(
        IMAGE_BACKUP.UUID.eq(uuid).and(ProjectScope.seenBy(caller, IMAGE_BACKUP.PROJECT_UUID)),
        sql);
  }

  /**
   * An image backup that the caller may see, for a change: nobody else changes it until the
   * transaction ends.
   *
   * @throws ApiException SYS.1003
   */
  public BackupRow lock(String uuid, Caller caller, Transaction transaction) {
    if (transaction.sql().dialect() == SQLDialect.POSTGRES) {
      transaction
          .sql()
          .select(IMAGE_BACKUP.UUID)
          .from(IMAGE_BACKUP)
          .where(IMAGE_BACKUP.UUID.eq(uuid))
          .forUpdate()
          .fetch();
    }
    return visible(uuid, caller, transaction.sql())
        .orElseThrow(() -> ApiException.notFound(ResourceType.IMAGE_BACKUP, uuid));
  }

  /**
   * Makes sure that a task may begin on an image backup.
   *
   * @throws ApiException SYS.1006
   */
  public void requireAvailable(BackupRow backup) {
    if (backup.status() != BackupStatus.AVAILABLE) {
      throw ApiException.refused(
          "%s is %s, not available%s"
              .formatted(
                  backup.label(),
                  backup.status().text(),
                  backup.failReason().map(reason -> ": " + reason).orElse("")));
    }
  }

  /**
   * The uuid of a new image backup: the caller's choice, or a random one.
   *
   * @throws ApiException SYS.1007 if it is malformed or taken
   */
  public String newUuid(@Nullable String chosen, Transaction transaction) {
    String uuid = Uuid.chosenOrRandom(chosen);
    if (find(uuid, transaction.sql()).isPresent()) {
      throw ResourceUuids.alreadyTaken(uuid);
    }
    return uuid;
  }

  /** The jobs that work on an image backup now. */
  List<String> runningTasks(String uuid, DSLContext sql) {
    return sql.select(JOB.UUID)
        .from(JOB)
        .where(JOB.RESOURCE_UUID.eq(uuid))
        .and(JOB.LEASE.isNotNull())
        .fetch(JOB.UUID);
  }

  /** Begins a change of a row; {@code updated} is set. */
  public UpdateSetMoreStep<?> update(Transaction transaction) {
    return transaction.sql().update(IMAGE_BACKUP).set(IMAGE_BACKUP.UPDATED, now());
  }

  /**
   * Puts an image backup into a status.
   *
   * @param reason what went wrong; null if nothing did
   * @return whether it is still there
   */
  public boolean settle(
      String uuid, BackupStatus status, @Nullable String reason, Transaction transaction) {
    return update(transaction)
            .set(IMAGE_BACKUP.STATUS, status.text())
            .set(IMAGE_BACKUP.FAIL_REASON, shortened(reason))
            .where(IMAGE_BACKUP.UUID.eq(uuid))
            .execute()
        > 0;
  }

  /** A task takes the image backup for itself. */
  public void take(String uuid, BackupStatus status, String taskUuid, Transaction transaction) {
    update(transaction)
        .set(IMAGE_BACKUP.STATUS, status.text())
        .set(IMAGE_BACKUP.TASK_UUID, taskUuid)
        .where(IMAGE_BACKUP.UUID.eq(uuid))
        .execute();
  }

  static @Nullable String shortened(@Nullable String text) {
    return ShortText.ofAny(text, MOST_REASON);
  }
}
