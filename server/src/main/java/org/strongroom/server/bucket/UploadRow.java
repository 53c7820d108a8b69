package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.storage.BucketUploadTable.BUCKET_UPLOAD;

import java.util.Optional;
import org.jooq.Record;
import org.strongroom.storage.driver.s3.bucket.NewObject;

/**
 * An upload of a job, as the catalog has it.
 *
 * @param begun what the object store calls it; empty until it was asked to begin
 * @param unwanted whether it is to be taken back
 */
record UploadRow(
    String uuid,
    String bucketUuid,
    String jobUuid,
    NewObject object,
    Optional<Begun> begun,
    boolean unwanted) {

  /** An upload that the store knows. */
  record Begun(String uploadId, long partSize) {}

  static UploadRow of(Record row) {
    return new UploadRow(
        row.get(BUCKET_UPLOAD.UUID),
        row.get(BUCKET_UPLOAD.BUCKET_UUID),
        row.get(BUCKET_UPLOAD.JOB_UUID),
        new NewObject(
            row.get(BUCKET_UPLOAD.OBJECT_NAME),
            row.get(BUCKET_UPLOAD.SIZE),
            row.get(BUCKET_UPLOAD.SHA256)),
        Optional.ofNullable(row.get(BUCKET_UPLOAD.UPLOAD_ID))
            .map(id -> new Begun(id, row.get(BUCKET_UPLOAD.PART_SIZE))),
        row.get(BUCKET_UPLOAD.UNWANTED));
  }
}
