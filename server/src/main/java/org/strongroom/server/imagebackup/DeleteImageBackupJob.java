package org.strongroom.server.imagebackup;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.ResourceType;
import org.strongroom.api.imagebackup.DeleteImageBackup;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.backupstorage.upkeep.Garbage;
import org.strongroom.server.bucket.Buckets;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.FormerLives;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.imagebackup.record.BackupRow;
import org.strongroom.server.imagebackup.record.BackupRow.BucketPlace;
import org.strongroom.server.imagebackup.record.BackupRow.OvaPlace;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.imagebackup.record.BackupStatus;
import org.strongroom.server.imagebackup.record.Reasons;
import org.strongroom.server.imagebackup.record.RunningTasks;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.tag.TagService;

/**
 * DeleteImageBackup: the object in the bucket goes, then in one transaction the row, while the OVA
 * becomes garbage, so that nothing can be read while it is being removed, and nothing is forgotten.
 * A deletion is not taken back.
 */
final class DeleteImageBackupJob implements JobDefinition<DeleteImageBackup, EmptyReply> {
  private static final Logger log = LoggerFactory.getLogger(DeleteImageBackupJob.class);
  private static final String STATUS_BEFORE = "statusBefore";
  private static final String LEFT = "left";
  private static final String OBJECT_MAY_BE_GONE = "objectMayBeGone";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Database database;
  private final BackupRows rows;
  private final RunningTasks tasks;
  private final StorageRules rules;
  private final Garbage garbage;
  private final Buckets buckets;
  private final TagService tags;
  private final EventLog events;

  DeleteImageBackupJob(
      Database database,
      BackupRows rows,
      RunningTasks tasks,
      StorageRules rules,
      Garbage garbage,
      Buckets buckets,
      TagService tags,
      EventLog events) {
    this.database = database;
    this.rows = rows;
    this.tasks = tasks;
    this.rules = rules;
    this.garbage = garbage;
    this.buckets = buckets;
    this.tags = tags;
    this.events = events;
  }

  @Override
  public Class<DeleteImageBackup> operation() {
    return DeleteImageBackup.class;
  }

  @Override
  public Start accept(DeleteImageBackup request, Call call, Transaction transaction) {
    String uuid = request.uuid();
    if (rows.find(uuid, transaction.sql()).isEmpty()) {
      if (!Uuid.isUuid(uuid)) {
        throw ApiException.notFound(ResourceType.IMAGE_BACKUP, uuid);
      }
      return new Start(uuid, Map.of());
    }
    BackupRow backup = rows.lock(uuid, call.caller(), transaction);
    if (request.force()) {
      tasks.cancel(uuid, call.jobUuid(), transaction);
    } else {
      checkUnforced(backup, transaction);
    }
    backup.object().ifPresent(o -> buckets.use(o.bucketUuid(), call.jobUuid(), transaction));
    rows.take(uuid, BackupStatus.DELETING, call.jobUuid(), transaction);
    BackupStatus before = backup.status().settled() ? backup.status() : BackupStatus.ERROR;
    return new Start(uuid, Map.of(STATUS_BEFORE, before.text()));
  }

  private void checkUnforced(BackupRow backup, Transaction transaction) {
    if (!backup.status().settled()) {
      throw ApiException.busy(
          "%s is %s; wait for the task or cancel it, or delete with force"
              .formatted(backup.label(), backup.status().text()));
    }
    backup
        .ova()
        .ifPresent(ova -> rules.require(ova.storageUuid(), Purpose.DELETE_BYTES, transaction));
  }

  @Override
  public List<Step<DeleteImageBackup>> steps() {
    return List.of(
        Step.of("stop tasks", (request, job) -> tasks.awaitEnd(request.uuid(), job)),
        new ObjectStep(),
        Step.of("delete", this::delete));
  }

  /** Deletes the object in the bucket. */
  private final class ObjectStep implements Step<DeleteImageBackup> {
    @Override
    public String name() {
      return "delete object";
    }

    @Override
    public void run(DeleteImageBackup request, Job job) throws IOException {
      deleteObject(request, job);
    }

    /** Nothing can be taken back; whether something would have to be is found out. */
    @Override
    public void undo(DeleteImageBackup request, Job job) {
      object(request)
          .filter(place -> !buckets.has(place.bucketUuid(), place.objectName()))
          .ifPresent(place -> job.remember(OBJECT_MAY_BE_GONE, ""));
    }
  }

  private Optional<BucketPlace> object(DeleteImageBackup request) {
    return database
        .read(sql -> rows.find(request.uuid(), sql))
        .flatMap(BackupRow::object)
        .filter(place -> isNobodyElses(place));
  }

  private void deleteObject(DeleteImageBackup request, Job job) throws IOException {
    Optional<BucketPlace> object = object(request);
    if (object.isEmpty()) {
      return;
    }
    try {
      buckets.delete(object.get().bucketUuid(), object.get().objectName(), job.lease());
    } catch (IOException | ApiException e) {
      job.checkStopped();
      if (!request.force()) {
        throw e;
      }
      log.warn("{} stays in its bucket: {}", object.get(), e.getMessage());
      job.remember(
          LEFT,
          "object '%s' in its bucket: %s".formatted(object.get().objectName(), e.getMessage()));
    }
  }

  /** Equal files of several nodes are one object; another may be about to become it, too. */
  private boolean isNobodyElses(BucketPlace place) {
    return !buckets.uploads().isUnderWay(place.bucketUuid(), place.objectName())
        && database.read(sql -> rows.in(place, sql)).size() <= 1;
  }

  private void delete(DeleteImageBackup request, Job job) throws InterruptedException {
    Optional<OvaPlace> ova =
        job.lease()
            .write(transaction -> {
              Optional<BackupRow> backup = rows.find(request.uuid(), transaction.sql());
              backup.ifPresent(row -> remove(row, job, transaction));
              return backup.flatMap(BackupRow::ova);
            });
    if (ova.isPresent()) {
      awaitBytes(ova.get());
    }
  }

  private void remove(BackupRow backup, Job job, Transaction transaction) {
    transaction.sql().deleteFrom(IMAGE_BACKUP).where(IMAGE_BACKUP.UUID.eq(backup.uuid())).execute();
    FormerLives.ended(backup.uuid(), transaction);
    tags.deleteAll(ResourceType.IMAGE_BACKUP, backup.uuid(), transaction);
    if (job.recall(LEFT).isPresent()) {
      backup
          .object()
          .ifPresent(o -> buckets.garbage().add(o.bucketUuid(), o.objectName(), transaction));
    }
    backup
        .ova()
        .ifPresent(ova ->
            garbage.add(
                ova.storageUuid(), ova.path(), backup.size(), "image backup deleted", transaction));
    backup.object().ifPresent(o -> buckets.count(o.bucketUuid(), transaction));
    events.write(
        new EventLog.Event(
            ResourceType.IMAGE_BACKUP,
            backup.uuid(),
            backup.name(),
            "Deleted",
            null,
            null,
            job.recall(LEFT).map(left -> "its object is deleted later: " + left).orElse(null)),
        job.call(),
        transaction);
  }

  /** Waits until the OVA is gone, as far as that can be had now. */
  private void awaitBytes(OvaPlace ova) throws InterruptedException {
    database.watch().isWithin(PATIENCE, ova, sql -> !isBeingRemoved(ova, sql));
  }

  private static boolean isBeingRemoved(OvaPlace ova, DSLContext sql) {
    return sql.fetchExists(
            GARBAGE,
            GARBAGE
                .BACKUP_STORAGE_UUID
                .eq(ova.storageUuid())
                .and(GARBAGE.PATH.eq(ova.path().toString()))
                .and(GARBAGE.ATTEMPTS.eq(0)))
        && StorageRows.find(ova.storageUuid(), sql)
            .filter(storage -> storage.status() == StorageStatus.CONNECTED)
            .isPresent();
  }

  @Override
  public EmptyReply complete(DeleteImageBackup request, Job job, Transaction transaction) {
    return new EmptyReply();
  }

  @Override
  public void abandon(DeleteImageBackup request, Job job, ApiError error, Transaction transaction) {
    boolean asBefore =
        error.code().equals(ErrorCode.CANCELLED.code()) && job.recall(OBJECT_MAY_BE_GONE).isEmpty();
    BackupStatus status =
        asBefore
            ? BackupStatus.of(job.recall(STATUS_BEFORE).orElse("error"))
            : BackupStatus.ERROR_DELETING;
    rows.settle(request.uuid(), status, error.inOneLine(), transaction);
  }

  @Override
  public ApiError failure(DeleteImageBackup request, ApiError cause) {
    return Reasons.within(
        cause,
        ErrorCode.CANNOT_DELETE,
        "image backup %s could not be deleted".formatted(request.uuid()));
  }
}
