package org.strongroom.server.imagebackup.importing;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.imagebackup.ImportImageBackup;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.bucket.BucketRow;
import org.strongroom.server.bucket.Buckets;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.image.ImageMaking;
import org.strongroom.server.image.arrival.NewImage;
import org.strongroom.server.imagebackup.record.BackupChanges;
import org.strongroom.server.imagebackup.record.BackupRow;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.imagebackup.record.BackupStatus;
import org.strongroom.server.imagebackup.record.NodeChoice;
import org.strongroom.server.imagebackup.record.Reasons;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.tag.TagService;

/** ImportImageBackup: one image for each disk of an OVA, all or none. */
public final class ImportImageBackupJob
    implements JobDefinition<ImportImageBackup, InventoryReply<ImageBackupInventory>> {
  private static final String NEW = "new";

  private final BackupRows rows;
  private final StorageRules rules;
  private final Reservations reservations;
  private final ImportSource source;
  private final ImageMaking images;
  private final Buckets buckets;
  private final TagService tags;
  private final BackupChanges changes;
  private final List<Step<ImportImageBackup>> steps;

  public ImportImageBackupJob(
      BackupRows rows,
      StorageRules rules,
      Reservations reservations,
      ImportSource source,
      ImageMaking images,
      Buckets buckets,
      TagService tags,
      BackupChanges changes,
      List<Step<ImportImageBackup>> steps) {
    this.rows = rows;
    this.rules = rules;
    this.reservations = reservations;
    this.source = source;
    this.images = images;
    this.buckets = buckets;
    this.tags = tags;
    this.changes = changes;
    this.steps = List.copyOf(steps);
  }

  @Override
  public Class<ImportImageBackup> operation() {
    return ImportImageBackup.class;
  }

  @Override
  public List<Step<ImportImageBackup>> steps() {
    return steps;
  }

  @Override
  public Start accept(ImportImageBackup request, Call call, Transaction transaction) {
    if (request.name().isBlank()) {
      throw ApiException.invalid("the name of an image cannot be empty");
    }
    if (request.backupStorageUuid() != null) {
      NodeChoice.checkReach(request.backupStorageUuid(), call.caller(), transaction.sql());
      rules.require(request.backupStorageUuid(), Purpose.TRANSFER, transaction);
    }
    Map<String, String> memory = new HashMap<>();
    BackupRow backup = backup(request, call, memory, transaction);
    memory.putAll(source.start(backup, call.jobUuid(), transaction));
    rows.take(backup.uuid(), BackupStatus.IMPORTING, call.jobUuid(), transaction);
    return new Start(backup.uuid(), memory);
  }

  private BackupRow backup(
      ImportImageBackup request, Call call, Map<String, String> memory, Transaction transaction) {
    boolean fromBucket = request.bucketUuid() != null || request.objectName() != null;
    if (fromBucket == (request.imageBackupUuid() != null)) {
      throw ApiException.invalid(
          "name either imageBackupUuid, or bucketUuid with objectName, and not both");
    }
    if (request.imageBackupUuid() != null) {
      BackupRow backup = rows.lock(request.imageBackupUuid(), call.caller(), transaction);
      rows.requireAvailable(backup);
      return backup;
    }
    if (request.bucketUuid() == null || request.objectName() == null) {
      throw ApiException.invalid("bucketUuid and objectName go together");
    }
    return inBucket(request, request.bucketUuid(), request.objectName(), call, memory, transaction);
  }

  /** The image backup of an object: known since an earlier import or upload, or new. */
  private BackupRow inBucket(
      ImportImageBackup request,
      String bucketUuid,
      String objectName,
      Call call,
      Map<String, String> memory,
      Transaction transaction) {
    // alone: an object has one image backup, and that one task at a time
    BucketRow bucket = buckets.requiredAlone(bucketUuid, call.caller(), transaction);
    Optional<BackupRow> known =
        rows.in(new BackupRow.BucketPlace(bucket.uuid(), objectName), transaction.sql()).stream()
            .findFirst()
            .map(row -> rows.lock(row.uuid(), call.caller(), transaction));
    if (known.isPresent()) {
      String chosen = request.resource().resourceUuid();
      if (chosen != null && !chosen.isEmpty() && !chosen.equals(known.get().uuid())) {
        throw ApiException.invalid(
            "resourceUuid: the object is that of %s already".formatted(known.get().label()));
      }
      if (!known.get().status().settled()) {
        throw ApiException.refused(
            "the object is that of %s, which is %s"
                .formatted(known.get().label(), known.get().status().text()));
      }
      return known.get();
    }
    String uuid = rows.newUuid(request.resource().resourceUuid(), transaction);
    insert(uuid, request, bucket, objectName, call, transaction);
    tags.create(ResourceType.IMAGE_BACKUP, uuid, request.resource(), transaction);
    memory.put(NEW, "");
    return rows.find(uuid, transaction.sql()).orElseThrow();
  }

  private void insert(
      String uuid,
      ImportImageBackup request,
      BucketRow bucket,
      String objectName,
      Call call,
      Transaction transaction) {
    ResourceUuids.take(ResourceType.IMAGE_BACKUP, uuid, transaction);
    transaction
        .insertInto(IMAGE_BACKUP)
        .set(IMAGE_BACKUP.UUID, uuid)
        .set(IMAGE_BACKUP.PROJECT_UUID, bucket.projectUuid())
        .set(IMAGE_BACKUP.NAME, request.name())
        .set(IMAGE_BACKUP.DESCRIPTION, request.description())
        .set(IMAGE_BACKUP.STATUS, BackupStatus.IMPORTING.text())
        .set(IMAGE_BACKUP.SIZE, 0L)
        .set(IMAGE_BACKUP.DISK_SIZE, 0L)
        .set(IMAGE_BACKUP.DISK_COUNT, 0)
        .set(IMAGE_BACKUP.DISCOVERED, false)
        .set(IMAGE_BACKUP.BUCKET_UUID, bucket.uuid())
        .set(IMAGE_BACKUP.OBJECT_NAME, objectName)
        .set(IMAGE_BACKUP.TASK_UUID, call.jobUuid())
        .set(IMAGE_BACKUP.CREATED, rows.now())
        .set(IMAGE_BACKUP.UPDATED, rows.now())
        .execute();
  }

  @Override
  public InventoryReply<ImageBackupInventory> complete(
      ImportImageBackup request, Job job, Transaction transaction) {
    ImportPlan plan = ImportPlan.of(job);
    reservations.releaseAll(job.uuid(), transaction);
    for (int order = 0; order < plan.images().size(); order++) {
      images.ready(
          plan.images().get(order),
          ImportPlan.arrived(order, job).orElseThrow(),
          ImportPlan.manifestBytes(order, job),
          job.call(),
          transaction);
    }
    String doubt = ImportPlan.doubt(job).orElse(null);
    rows.settle(job.resourceUuid(), BackupStatus.AVAILABLE, doubt, transaction);
    return changes.reply(job.resourceUuid(), transaction);
  }

  @Override
  public void abandon(ImportImageBackup request, Job job, ApiError error, Transaction transaction) {
    reservations.releaseAll(job.uuid(), transaction);
    Optional<ImportPlan> plan = ImportPlan.find(job);
    if (plan.isPresent() && !ImportPlan.isRemoved(job)) {
      for (int order = 0; order < plan.get().images().size(); order++) {
        NewImage image = plan.get().images().get(order);
        long mayRemain = ImportPlan.arrived(order, job).map(bytes -> bytes.length()).orElse(0L);
        images.leaveToCollector(image, mayRemain, transaction);
      }
    }
    images.forget(job.resourceUuid(), transaction);
    rows.settle(job.resourceUuid(), statusAfterFailure(job, plan), error.inOneLine(), transaction);
  }

  /** What can be tried again stays available; what is broken, or was never seen, does not. */
  private static BackupStatus statusAfterFailure(Job job, Optional<ImportPlan> plan) {
    boolean neverSeen = job.recall(NEW).isPresent() && plan.isEmpty();
    return ImportSource.isBroken(job) || neverSeen ? BackupStatus.ERROR : BackupStatus.AVAILABLE;
  }

  @Override
  public ApiError failure(ImportImageBackup request, ApiError cause) {
    return Reasons.within(cause, ErrorCode.CANNOT_CREATE, what(request));
  }

  private static String what(ImportImageBackup request) {
    @Nullable String backup = request.imageBackupUuid();
    return backup == null
        ? "the object '%s' could not be imported".formatted(request.objectName())
        : "image backup %s could not be imported".formatted(backup);
  }
}
