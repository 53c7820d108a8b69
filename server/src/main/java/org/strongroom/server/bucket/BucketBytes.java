package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;

import java.math.BigDecimal;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.catalog.Transaction;

/** Counts the bytes of OVAs in buckets as used by their storages. */
final class BucketBytes {
  private final Reservations reservations;

  BucketBytes(Reservations reservations) {
    this.reservations = reservations;
  }

  /** Counts anew, in the transaction that changes what is in the bucket. */
  void count(String bucketUuid, Transaction transaction) {
    Field<Long> largest = DSL.max(IMAGE_BACKUP.SIZE).as("bytes");
    BigDecimal sum =
        transaction
            .sql()
            .select(DSL.sum(largest))
            .from(
                DSL.select(largest)
                    .from(IMAGE_BACKUP)
                    .where(IMAGE_BACKUP.BUCKET_UUID.eq(bucketUuid))
                    .and(IMAGE_BACKUP.OBJECT_NAME.isNotNull())
                    .groupBy(IMAGE_BACKUP.OBJECT_NAME)) // equal files of several nodes are one
            .fetchSingle()
            .value1();
    long now = sum == null ? 0 : sum.longValue();
    Record bucket =
        transaction.sql().selectFrom(BUCKET).where(BUCKET.UUID.eq(bucketUuid)).fetchOne();
    if (bucket == null || bucket.get(BUCKET.KEPT) == now) {
      return;
    }
    reservations.use(bucket.get(BUCKET.STORAGE_UUID), now - bucket.get(BUCKET.KEPT), transaction);
    transaction
        .sql()
        .update(BUCKET)
        .set(BUCKET.KEPT, now)
        .where(BUCKET.UUID.eq(bucketUuid))
        .execute();
  }
}
