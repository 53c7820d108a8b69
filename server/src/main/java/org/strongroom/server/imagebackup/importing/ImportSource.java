package org.strongroom.server.imagebackup.importing;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Executor;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.bucket.Buckets;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.imagebackup.record.BackupRow;
import org.strongroom.server.imagebackup.record.BackupRows;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.transfer.DigestMismatchException;

/** Where an import reads the OVA of its image backup, and whether the OVA itself is at fault. */
public final class ImportSource {
  private static final String FROM_BUCKET = "fromBucket";
  private static final String BROKEN = "broken";

  private final Database database;
  private final BackupRows rows;
  private final ReadyStorages storages;
  private final StorageRules rules;
  private final Buckets buckets;
  private final Executor hashing;

  public ImportSource(
      Database database,
      BackupRows rows,
      ReadyStorages storages,
      StorageRules rules,
      Buckets buckets,
      Executor hashing) {
    this.database = database;
    this.rows = rows;
    this.storages = storages;
    this.rules = rules;
    this.buckets = buckets;
    this.hashing = hashing;
  }

  /**
   * Settles where to read: on the node, or in the bucket if only that can be had.
   *
   * @throws ApiException SYS.1006 if neither can
   */
  Map<String, String> start(BackupRow backup, String jobUuid, Transaction transaction) {
    if (backup.ova().isPresent()) {
      try {
        rules.require(backup.ova().get().storageUuid(), Purpose.READ, transaction);
        return Map.of();
      } catch (ApiException e) {
        if (backup.object().isEmpty()) {
          throw e;
        }
      }
    }
    BackupRow.BucketPlace object =
        backup
            .object()
            .orElseThrow(() ->
                ApiException.refused(
                    backup.label() + " has an OVA neither on a node nor in a bucket"));
    buckets.use(object.bucketUuid(), jobUuid, transaction);
    return Map.of(FROM_BUCKET, "");
  }

  /** What is done with the OVA. */
  @FunctionalInterface
  interface Reading<T> {
    T with(OvaSource source) throws IOException, InterruptedException;
  }

  /** Opens the OVA for a while; remembers if it proves to be broken. */
  <T> T read(Job job, Reading<T> reading) throws IOException, InterruptedException {
    BackupRow backup =
        database
            .read(sql -> rows.find(job.resourceUuid(), sql))
            .orElseThrow(
                () -> ApiException.notFound(ResourceType.IMAGE_BACKUP, job.resourceUuid()));
    try {
      if (job.recall(FROM_BUCKET).isPresent()) {
        BackupRow.BucketPlace object = backup.object().orElseThrow();
        try (Bucket bucket = buckets.open(object.bucketUuid())) {
          return reading.with(new BucketSource(bucket, object.objectName(), hashing));
        }
      }
      BackupRow.OvaPlace ova = backup.ova().orElseThrow();
      ReadyStorages.Ready node = storages.await(ova.storageUuid(), Purpose.READ, job);
      return reading.with(new NodeSource(node.driver(), ova.path(), hashing));
    } catch (OvaException | DigestMismatchException | ImageFormatException e) {
      job.remember(BROKEN, "");
      throw e;
    }
  }

  /** Whether the OVA can not be imported, ever. */
  static boolean isBroken(Job job) {
    return job.recall(BROKEN).isPresent();
  }
}
