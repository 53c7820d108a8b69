package org.strongroom.server.imagebackup;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.imagebackup.ExportImageBackup;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.bucket.BucketRow;
import org.strongroom.server.bucket.Buckets;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.copy.FileState;
import org.strongroom.server.imagebackup.record.BackupNode;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.s3.bucket.NewObject;

/**
 * The last step of an export: the OVA goes on to the node's default bucket. If that fails, the
 * export has not failed: the image backup is on the node and tells why it is not in the bucket.
 */
final class OnwardUpload implements Step<ExportImageBackup> {
  private static final String BUCKET = "bucket";
  private static final String OBJECT = "object";
  private static final String FAILURE = "uploadFailure";

  private final ReadyStorages storages;
  private final Buckets buckets;

  OnwardUpload(ReadyStorages storages, Buckets buckets) {
    this.storages = storages;
    this.buckets = buckets;
  }

  /**
   * Settles whether and where the OVA goes on.
   *
   * @param wanted by the caller; null if it is all the same to it
   * @throws ApiException SYS.1007 if it is wanted and there is no bucket
   */
  Map<String, String> start(
      @Nullable Boolean wanted, BackupNode node, String jobUuid, Transaction transaction) {
    if (Boolean.FALSE.equals(wanted)) {
      return Map.of();
    }
    Optional<BucketRow> bucket = defaultBucket(node, transaction.sql());
    if (bucket.isEmpty() && Boolean.TRUE.equals(wanted)) {
      throw ApiException.invalid(
          node.defaultBucket()
              .map(name ->
                  "uploadToCos: no bucket is registered by the name '%s', the default of %s"
                      .formatted(name, node.label()))
              .orElseGet(() ->
                  "uploadToCos: %s has no default bucket; name one with cosDefault, or leave uploadToCos out"
                      .formatted(node.label())));
    }
    return bucket
        .map(found -> {
          buckets.use(found.uuid(), jobUuid, transaction);
          return Map.of(BUCKET, found.uuid());
        })
        .orElse(Map.of());
  }

  /** The bucket that a node's default names, if it is registered. */
  Optional<BucketRow> defaultBucket(BackupNode node, DSLContext sql) {
    return node.defaultBucket().flatMap(name -> buckets.named(name, node.projectUuid(), sql));
  }

  @Override
  public String name() {
    return "upload";
  }

  @Override
  public void run(ExportImageBackup request, Job job) throws Exception {
    Optional<String> bucket = job.recall(BUCKET);
    if (bucket.isEmpty()) {
      return;
    }
    try {
      upload(bucket.get(), job);
    } catch (InterruptedIOException e) {
      job.checkStopped();
      throw e;
    } catch (IOException | ApiException e) {
      job.checkStopped();
      job.remember(FAILURE, "the upload to the bucket failed: " + e.getMessage());
      takeBack(job);
    }
  }

  private void upload(String bucketUuid, Job job) throws IOException, InterruptedException {
    FileState ova = new FileState(job);
    ReadyStorages.Ready node = storages.await(ova.place().storageUuid(), Purpose.READ, job);
    NewObject object = new NewObject(ova.place().path().name(), ova.length(), ova.sha256());
    buckets
        .uploads()
        .upload(job, bucketUuid, object, offset -> node.driver().read(ova.place().path(), offset));
    job.remember(OBJECT, object.key());
  }

  private void takeBack(Job job) {
    try {
      buckets.uploads().undo(job);
    } catch (IOException e) {
      // it is removed later: see drop
    }
  }

  @Override
  public void undo(ExportImageBackup request, Job job) throws IOException {
    if (job.recall(BUCKET).isPresent()) {
      buckets.uploads().undo(job);
    }
  }

  /** Why the OVA is not in the bucket. */
  Optional<String> failure(Job job) {
    return job.recall(FAILURE);
  }

  /** Records where the OVA is, in the transaction that ends the job well. */
  void keep(Job job, Transaction transaction) {
    if (job.recall(OBJECT).isPresent()) {
      buckets.uploads().keep(job.uuid(), transaction);
      transaction
          .sql()
          .update(IMAGE_BACKUP)
          .set(IMAGE_BACKUP.BUCKET_UUID, job.recall(BUCKET).orElseThrow())
          .set(IMAGE_BACKUP.OBJECT_NAME, job.recall(OBJECT).orElseThrow())
          .where(IMAGE_BACKUP.UUID.eq(job.resourceUuid()))
          .execute();
      buckets.count(job.recall(BUCKET).orElseThrow(), transaction);
    } else {
      drop(job, transaction);
    }
  }

  /** What could not be taken back is removed later. */
  void drop(Job job, Transaction transaction) {
    if (job.recall(BUCKET).isPresent()) {
      buckets.uploads().drop(job.uuid(), transaction);
    }
  }
}
