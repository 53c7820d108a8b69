package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.BucketTable.BUCKET;

import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * A registered bucket, as the catalog has it.
 *
 * @param name what its project calls it
 * @param bucketName what the object store calls it
 * @param credential encrypted
 */
public record BucketRow(
    String uuid,
    String projectUuid,
    String name,
    BucketType type,
    String bucketName,
    String endpoint,
    @Nullable String region,
    @Nullable String authEndpoint,
    @Nullable String resourceCrn,
    String credential) {

  static BucketRow of(Record row) {
    return new BucketRow(
        row.get(BUCKET.UUID),
        row.get(BUCKET.PROJECT_UUID),
        row.get(BUCKET.NAME),
        BucketType.of(row.get(BUCKET.TYPE)),
        row.get(BUCKET.BUCKET_NAME),
        row.get(BUCKET.ENDPOINT),
        row.get(BUCKET.REGION),
        row.get(BUCKET.AUTH_ENDPOINT),
        row.get(BUCKET.RESOURCE_CRN),
        row.get(BUCKET.CREDENTIAL));
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
