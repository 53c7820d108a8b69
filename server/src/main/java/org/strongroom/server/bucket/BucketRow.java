package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.storage.RegisteredBucketTable.REGISTERED_BUCKET;

import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * A registered bucket, as the catalog has it.
 *
 * @param storageUuid the backup storage that it is
 * @param name what its project calls it
 * @param bucketName what the object store calls it
 */
public record BucketRow(
    String uuid,
    String storageUuid,
    String projectUuid,
    String name,
    BucketType type,
    String bucketName,
    String endpoint,
    @Nullable String region,
    @Nullable String authEndpoint,
    @Nullable String resourceCrn) {

  static BucketRow of(Record row) {
    return new BucketRow(
        row.get(REGISTERED_BUCKET.UUID),
        row.get(REGISTERED_BUCKET.STORAGE_UUID),
        row.get(REGISTERED_BUCKET.PROJECT_UUID),
        row.get(REGISTERED_BUCKET.NAME),
        BucketType.of(row.get(REGISTERED_BUCKET.TYPE)),
        row.get(REGISTERED_BUCKET.BUCKET_NAME),
        row.get(REGISTERED_BUCKET.ENDPOINT),
        row.get(REGISTERED_BUCKET.REGION),
        row.get(REGISTERED_BUCKET.AUTH_ENDPOINT),
        row.get(REGISTERED_BUCKET.RESOURCE_CRN));
  }

  /** The bucket in messages: its name and uuid. */
  public String label() {
    return "bucket '" + name + "' (" + uuid + ")";
  }

  @Override
  public String toString() {
    return label();
  }
}
