package org.strongroom.server.imagebackup.record;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;

import java.util.Optional;
import org.jooq.Record;
import org.strongroom.storage.driver.StoragePath;

/**
 * An image backup as the catalog has it. Sizes are bytes.
 *
 * @param size of the OVA on the node, as far as the catalog accounts for it there
 * @param ova where it lies on a node
 * @param object where it lies in a bucket
 */
public record BackupRow(
    String uuid,
    String projectUuid,
    String name,
    BackupStatus status,
    Optional<String> failReason,
    long size,
    int diskCount,
    Optional<String> sha256,
    Optional<OvaPlace> ova,
    Optional<BucketPlace> object,
    Optional<String> taskUuid,
    long updated) {
  static BackupRow of(Record row) {
    Optional<String> storage = Optional.ofNullable(row.get(IMAGE_BACKUP.STORAGE_UUID));
    Optional<String> path = Optional.ofNullable(row.get(IMAGE_BACKUP.PATH));
    Optional<String> bucket = Optional.ofNullable(row.get(IMAGE_BACKUP.BUCKET_UUID));
    Optional<String> object = Optional.ofNullable(row.get(IMAGE_BACKUP.OBJECT_NAME));
    return new BackupRow(
        row.get(IMAGE_BACKUP.UUID),
        row.get(IMAGE_BACKUP.PROJECT_UUID),
        row.get(IMAGE_BACKUP.NAME),
        BackupStatus.of(row.get(IMAGE_BACKUP.STATUS)),
        Optional.ofNullable(row.get(IMAGE_BACKUP.FAIL_REASON)),
        row.get(IMAGE_BACKUP.SIZE),
        row.get(IMAGE_BACKUP.DISK_COUNT),
        Optional.ofNullable(row.get(IMAGE_BACKUP.SHA256)),
        storage.flatMap(s -> path.map(p -> new OvaPlace(s, StoragePath.of(p)))),
        bucket.flatMap(b -> object.map(o -> new BucketPlace(b, o))),
        Optional.ofNullable(row.get(IMAGE_BACKUP.TASK_UUID)),
        row.get(IMAGE_BACKUP.UPDATED));
  }

  /** It in messages: its name and uuid. */
  public String label() {
    return "image backup '" + name + "' (" + uuid + ")";
  }

  /** Where an OVA lies on a node. */
  public record OvaPlace(String storageUuid, StoragePath path) {}

  /** Where an OVA lies in a bucket. */
  public record BucketPlace(String bucketUuid, String objectName) {}
}
