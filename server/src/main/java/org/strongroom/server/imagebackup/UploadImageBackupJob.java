package org.strongroom.server.imagebackup;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.imagebackup.UploadImageBackup;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.bucket.BucketRow;
import org.strongroom.server.bucket.Buckets;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.imagebackup.record.BackupChanges;
import org.strongroom.server.imagebackup.record.BackupNode;
import org.strongroom.server.imagebackup.record.BackupRow;
import org.strongroom.server.imagebackup.record.BackupRow.OvaPlace;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.imagebackup.record.BackupStatus;
import org.strongroom.server.imagebackup.record.NodeChoice;
import org.strongroom.server.imagebackup.record.Reasons;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.s3.bucket.NewObject;
import org.strongroom.storage.driver.s3.call.BucketException;

/** UploadImageBackup: the OVA of a node goes into a bucket, too. */
final class UploadImageBackupJob
    implements JobDefinition<UploadImageBackup, InventoryReply<ImageBackupInventory>> {
  private static final String BUCKET = "bucket";
  private static final String STORAGE = "storage";
  private static final String PATH = "path";
  private static final String SIZE = "size";
  private static final String SHA256 = "sha256";
  private static final String DAMAGED = "damaged";

  private final BackupRows rows;
  private final ReadyStorages storages;
  private final StorageRules rules;
  private final OnwardUpload onward;
  private final Buckets buckets;
  private final BackupChanges changes;

  UploadImageBackupJob(
      BackupRows rows,
      ReadyStorages storages,
      StorageRules rules,
      OnwardUpload onward,
      Buckets buckets,
      BackupChanges changes) {
    this.rows = rows;
    this.storages = storages;
    this.rules = rules;
    this.onward = onward;
    this.buckets = buckets;
    this.changes = changes;
  }

  @Override
  public Class<UploadImageBackup> operation() {
    return UploadImageBackup.class;
  }

  @Override
  public Start accept(UploadImageBackup request, Call call, Transaction transaction) {
    BackupRow backup = rows.lock(request.uuid(), call.caller(), transaction);
    rows.requireAvailable(backup);
    OvaPlace ova =
        backup
            .ova()
            .orElseThrow(
                () -> ApiException.refused(backup.label() + " has no OVA on a node to upload"));
    rules.require(ova.storageUuid(), Purpose.READ, transaction);
    BucketRow bucket = bucket(request, ova, call, transaction.sql());
    if (!bucket.projectUuid().equals(backup.projectUuid())) {
      throw ApiException.invalid(
          "%s and %s belong to different projects".formatted(bucket.label(), backup.label()));
    }
    if (backup.object().filter(o -> !o.bucketUuid().equals(bucket.uuid())).isPresent()) {
      throw ApiException.busy(backup.label() + " is in another bucket already");
    }
    buckets.use(bucket.uuid(), call.jobUuid(), transaction);
    rows.take(backup.uuid(), BackupStatus.UPLOADING, call.jobUuid(), transaction);
    Map<String, String> memory =
        new HashMap<>(
            Map.of(
                BUCKET, bucket.uuid(),
                STORAGE, ova.storageUuid(),
                PATH, ova.path().toString(),
                SIZE, Long.toString(backup.size())));
    backup.sha256().ifPresent(sha256 -> memory.put(SHA256, sha256));
    return new Start(backup.uuid(), memory);
  }

  private BucketRow bucket(UploadImageBackup request, OvaPlace ova, Call call, DSLContext sql) {
    if (request.bucketUuid() != null) {
      return buckets.required(request.bucketUuid(), call.caller(), sql);
    }
    Optional<BackupNode> node = NodeChoice.ofStorage(ova.storageUuid(), sql);
    return node.flatMap(found -> onward.defaultBucket(found, sql))
        .orElseThrow(() ->
            ApiException.invalid(
                "%s has no default bucket that is registered; name one with bucketUuid"
                    .formatted(node.map(BackupNode::label).orElse("its node"))));
  }

  @Override
  public List<Step<UploadImageBackup>> steps() {
    return List.of(Step.of("digest", this::digest), new Sending());
  }

  private OvaPlace place(Job job) {
    return new OvaPlace(
        job.recall(STORAGE).orElseThrow(),
        org.strongroom.storage.driver.StoragePath.of(job.recall(PATH).orElseThrow()));
  }

  private static long size(Job job) {
    return Long.parseLong(job.recall(SIZE).orElseThrow());
  }

  /** That of an OVA which was found on the node is not known yet. */
  private void digest(UploadImageBackup request, Job job) throws IOException, InterruptedException {
    if (job.recall(SHA256).isPresent()) {
      return;
    }
    OvaPlace ova = place(job);
    ReadyStorages.Ready node = storages.await(ova.storageUuid(), Purpose.READ, job);
    job.remember(
        SHA256,
        node.driver()
            .digest(
                ova.path(),
                DigestAlgorithm.SHA256,
                done -> job.progress().advance(done, size(job))));
  }

  /** Sends what the bucket does not have yet. */
  private final class Sending implements Step<UploadImageBackup> {
    @Override
    public String name() {
      return "upload";
    }

    @Override
    public void run(UploadImageBackup request, Job job) throws Exception {
      OvaPlace ova = place(job);
      ReadyStorages.Ready node = storages.await(ova.storageUuid(), Purpose.READ, job);
      NewObject object =
          new NewObject(ova.path().name(), size(job), job.recall(SHA256).orElseThrow());
      try {
        buckets
            .uploads()
            .upload(
                job,
                job.recall(BUCKET).orElseThrow(),
                object,
                offset -> node.driver().read(ova.path(), offset));
      } catch (BucketException e) {
        if (e.reason() == BucketException.Reason.DAMAGED) {
          job.remember(DAMAGED, "");
        }
        throw e;
      }
    }

    @Override
    public void undo(UploadImageBackup request, Job job) throws IOException {
      buckets.uploads().undo(job);
    }
  }

  @Override
  public InventoryReply<ImageBackupInventory> complete(
      UploadImageBackup request, Job job, Transaction transaction) {
    if (!rows.settle(request.uuid(), BackupStatus.AVAILABLE, null, transaction)) {
      throw ApiException.refused("the image backup was deleted while it was being uploaded");
    }
    rows.update(transaction)
        .set(IMAGE_BACKUP.BUCKET_UUID, job.recall(BUCKET).orElseThrow())
        .set(IMAGE_BACKUP.OBJECT_NAME, place(job).path().name())
        .set(IMAGE_BACKUP.SHA256, job.recall(SHA256).orElseThrow())
        .where(IMAGE_BACKUP.UUID.eq(request.uuid()))
        .execute();
    buckets.uploads().keep(job.uuid(), transaction);
    buckets.count(job.recall(BUCKET).orElseThrow(), transaction);
    return changes.reply(request.uuid(), transaction);
  }

  @Override
  public void abandon(UploadImageBackup request, Job job, ApiError error, Transaction transaction) {
    buckets.uploads().drop(job.uuid(), transaction);
    boolean damaged = job.recall(DAMAGED).isPresent();
    rows.settle(
        request.uuid(),
        damaged ? BackupStatus.ERROR : BackupStatus.AVAILABLE,
        error.inOneLine(),
        transaction);
  }

  @Override
  public ApiError failure(UploadImageBackup request, ApiError cause) {
    return Reasons.within(
        cause,
        ErrorCode.OPERATION_FAILED,
        "image backup %s could not be uploaded".formatted(request.uuid()));
  }
}
