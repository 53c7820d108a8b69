package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.storage.BucketGarbageTable.BUCKET_GARBAGE;
import static org.strongroom.server.catalog.storage.BucketUploadTable.BUCKET_UPLOAD;

import java.io.IOException;
import java.time.InstantSource;
import java.util.function.BiFunction;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.client.Patience;

/** Objects that belong to nobody any more and could not be deleted when they should have been. */
public final class BucketGarbage {
  private static final Logger log = LoggerFactory.getLogger(BucketGarbage.class);
  private static final int AT_ONCE = 100;

  private final Database database;
  private final InstantSource clock;
  private final BiFunction<String, Patience, Bucket> buckets;

  /**
   * @param buckets opens the bucket with a uuid
   */
  BucketGarbage(
      Database database, InstantSource clock, BiFunction<String, Patience, Bucket> buckets) {
    this.database = database;
    this.clock = clock;
    this.buckets = buckets;
  }

  /** Has an object deleted later, in the transaction in which its record goes. */
  public void add(String bucketUuid, String objectName, Transaction transaction) {
    transaction
        .insertInto(BUCKET_GARBAGE)
        .set(BUCKET_GARBAGE.UUID, Uuid.random())
        .set(BUCKET_GARBAGE.BUCKET_UUID, bucketUuid)
        .set(BUCKET_GARBAGE.OBJECT_NAME, objectName)
        .set(BUCKET_GARBAGE.CREATED, clock.millis())
        .execute();
  }

  /** Deletes what can be deleted now. */
  void collect() {
    for (Record item :
        database.read(sql ->
            sql.select(BUCKET_GARBAGE.fields())
                .from(BUCKET_GARBAGE)
                .orderBy(BUCKET_GARBAGE.CREATED)
                .limit(AT_ONCE)
                .fetch())) {
      String object = item.get(BUCKET_GARBAGE.OBJECT_NAME);
      try {
        collect(item.get(BUCKET_GARBAGE.BUCKET_UUID), object);
        database.write(transaction ->
            transaction
                .sql()
                .deleteFrom(BUCKET_GARBAGE)
                .where(BUCKET_GARBAGE.UUID.eq(item.get(BUCKET_GARBAGE.UUID)))
                .execute());
      } catch (IOException | RuntimeException e) {
        log.warn("object '{}' could not be deleted and is tried again: {}", object, e.getMessage());
      }
    }
  }

  private void collect(String bucketUuid, String object) throws IOException {
    try (Bucket bucket = buckets.apply(bucketUuid, Patience.SHORT)) {
      // asked last: opening may take its time
      if (!database.read(sql -> isUsedAgain(bucketUuid, object, sql))) {
        bucket.delete(object);
      }
    }
  }

  private static boolean isUsedAgain(String bucketUuid, String object, DSLContext sql) {
    return sql.fetchExists(
            IMAGE_BACKUP,
            IMAGE_BACKUP.BUCKET_UUID.eq(bucketUuid).and(IMAGE_BACKUP.OBJECT_NAME.eq(object)))
        || sql.fetchExists(
            BUCKET_UPLOAD,
            BUCKET_UPLOAD.BUCKET_UUID.eq(bucketUuid).and(BUCKET_UPLOAD.OBJECT_NAME.eq(object)));
  }
}
