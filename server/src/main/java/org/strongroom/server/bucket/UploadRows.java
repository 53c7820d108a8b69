package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.storage.BucketUploadTable.BUCKET_UPLOAD;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.storage.driver.s3.bucket.NewObject;

/** Uploads in the catalog. */
final class UploadRows {
  private final Database database;
  private final InstantSource clock;

  UploadRows(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The upload to this key, whoever's it is: there is one at a time. */
  Optional<UploadRow> to(String bucketUuid, String key) {
    return only(BUCKET_UPLOAD.BUCKET_UUID.eq(bucketUuid).and(BUCKET_UPLOAD.OBJECT_NAME.eq(key)));
  }

  List<UploadRow> ofJob(String jobUuid) {
    return database.read(sql -> find(BUCKET_UPLOAD.JOB_UUID.eq(jobUuid), sql));
  }

  /** Those in a bucket that nobody works on. */
  List<UploadRow> abandonedIn(String bucketUuid) {
    return database.read(sql ->
        find(
            BUCKET_UPLOAD
                .BUCKET_UUID
                .eq(bucketUuid)
                .and(BucketRows.runs(BUCKET_UPLOAD.JOB_UUID).not()),
            sql));
  }

  /** Those that nobody works on: to be taken back, or of a job that is over. */
  List<UploadRow> abandoned(int limit) {
    return database.read(sql ->
        sql.selectFrom(BUCKET_UPLOAD)
            .where(
                BUCKET_UPLOAD.UNWANTED.isTrue().or(BucketRows.runs(BUCKET_UPLOAD.JOB_UUID).not()))
            .orderBy(BUCKET_UPLOAD.CREATED)
            .limit(limit)
            .fetch(UploadRow::of));
  }

  /** Writes that an upload is about to begin, before the store is told. */
  UploadRow insert(String bucketUuid, String jobUuid, NewObject object, Transaction transaction) {
    String uuid = Uuid.random();
    transaction
        .insertInto(BUCKET_UPLOAD)
        .set(BUCKET_UPLOAD.UUID, uuid)
        .set(BUCKET_UPLOAD.BUCKET_UUID, bucketUuid)
        .set(BUCKET_UPLOAD.JOB_UUID, jobUuid)
        .set(BUCKET_UPLOAD.OBJECT_NAME, object.key())
        .set(BUCKET_UPLOAD.SIZE, object.size())
        .set(BUCKET_UPLOAD.SHA256, object.sha256())
        .set(BUCKET_UPLOAD.UNWANTED, false)
        .set(BUCKET_UPLOAD.CREATED, clock.millis())
        .execute();
    return new UploadRow(uuid, bucketUuid, jobUuid, object, Optional.empty(), false);
  }

  /** Keeps what the store calls the upload. */
  static int begun(UploadRow row, UploadRow.Begun begun, Transaction transaction) {
    return transaction
        .sql()
        .update(BUCKET_UPLOAD)
        .set(BUCKET_UPLOAD.UPLOAD_ID, begun.uploadId())
        .set(BUCKET_UPLOAD.PART_SIZE, begun.partSize())
        .where(BUCKET_UPLOAD.UUID.eq(row.uuid()))
        .execute();
  }

  /** Whoever cleans up may have been paused: the row is gone once the key is free for another. */
  void requireAbandoned(UploadRow row) {
    boolean abandoned =
        abandonedIn(row.bucketUuid()).stream().anyMatch(found -> found.uuid().equals(row.uuid()))
            || database.read(sql ->
                sql.fetchExists(
                    BUCKET_UPLOAD,
                    BUCKET_UPLOAD.UUID.eq(row.uuid()).and(BUCKET_UPLOAD.UNWANTED.isTrue())));
    if (!abandoned) {
      throw new IllegalStateException(
          "the upload of '%s' was cleaned up by another node".formatted(row.object().key()));
    }
  }

  void delete(UploadRow row) {
    database.write(transaction ->
        transaction
            .sql()
            .deleteFrom(BUCKET_UPLOAD)
            .where(BUCKET_UPLOAD.UUID.eq(row.uuid()))
            .execute());
  }

  static void deleteOf(String jobUuid, Transaction transaction) {
    transaction.sql().deleteFrom(BUCKET_UPLOAD).where(BUCKET_UPLOAD.JOB_UUID.eq(jobUuid)).execute();
  }

  static void drop(String jobUuid, Transaction transaction) {
    transaction
        .sql()
        .update(BUCKET_UPLOAD)
        .set(BUCKET_UPLOAD.UNWANTED, true)
        .where(BUCKET_UPLOAD.JOB_UUID.eq(jobUuid))
        .execute();
  }

  private Optional<UploadRow> only(Condition condition) {
    return database.read(sql -> find(condition, sql)).stream().findFirst();
  }

  private static List<UploadRow> find(Condition condition, DSLContext sql) {
    return sql.selectFrom(BUCKET_UPLOAD).where(condition).fetch(UploadRow::of);
  }
}
