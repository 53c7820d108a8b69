package org.strongroom.server.bucket;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BiFunction;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.LostLeaseException;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.MultipartUpload;
import org.strongroom.storage.driver.s3.bucket.NewObject;
import org.strongroom.storage.driver.s3.bucket.ObjectFacts;
import org.strongroom.storage.driver.s3.bucket.ObjectSource;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import org.strongroom.storage.driver.s3.client.Patience;
import org.strongroom.storage.transfer.TransferListener;

/**
 * Uploads in parts for jobs: gone on with after a restart, cleaned up when abandoned. A job that
 * uploads calls {@link #upload} in a step, {@link #undo} in that step's undo, {@link #keep} in
 * {@code complete} and {@link #drop} in {@code abandon}.
 */
public final class BucketUploads {
  private final UploadRows rows;
  private final BiFunction<String, Patience, Bucket> buckets;

  /**
   * @param buckets opens the bucket with a uuid
   */
  BucketUploads(UploadRows rows, BiFunction<String, Patience, Bucket> buckets) {
    this.rows = rows;
    this.buckets = buckets;
  }

  /**
   * Uploads an object, or goes on with the upload that an earlier run of the step began. If the
   * very object is there already, that is success.
   *
   * @throws BucketException EXISTS if another object has the key; DAMAGED if the source is not what
   *     its digest says; what else {@link MultipartUpload#send} tells
   */
  public ObjectFacts upload(Job job, String bucketUuid, NewObject object, ObjectSource source)
      throws IOException {
    try (Bucket bucket = buckets.apply(bucketUuid, Patience.LONG)) {
      Optional<UploadRow> known = rows.to(bucketUuid, object.key());
      if (known.isPresent()) {
        return goOn(mine(known.get(), job, object), bucket, job, source);
      }
      // Written even if the object is there: from now on nobody deletes it as nobody's.
      UploadRow row =
          job.lease()
              .write(transaction -> rows.insert(bucketUuid, job.uuid(), object, transaction));
      return start(row, bucket, job, source);
    }
  }

  private ObjectFacts start(UploadRow row, Bucket bucket, Job job, ObjectSource source)
      throws IOException {
    Optional<ObjectFacts> there = bucket.head(row.object().key());
    return there.isPresent()
            && bucket.isSame(there.get(), row.object(), progress(row.object(), job))
        ? there.get()
        : send(begin(row, bucket, job), row.object(), job, source);
  }

  private static UploadRow mine(UploadRow row, Job job, NewObject object) throws BucketException {
    if (!row.jobUuid().equals(job.uuid()) || !row.object().equals(object)) {
      throw new BucketException(
          Reason.EXISTS,
          "another upload of '%s' is running, or is still being cleaned up"
              .formatted(object.key()));
    }
    return row;
  }

  private ObjectFacts goOn(UploadRow row, Bucket bucket, Job job, ObjectSource source)
      throws IOException {
    if (row.begun().isPresent()) {
      UploadRow.Begun begun = row.begun().get();
      try {
        MultipartUpload upload = bucket.resume(row.object(), begun.uploadId(), begun.partSize());
        return send(upload, row.object(), job, source);
      } catch (BucketException e) {
        if (e.reason() != Reason.NO_SUCH_UPLOAD) {
          throw e;
        }
        // Stores give up by themselves what has lain about for long.
        return send(begin(row, bucket, job), row.object(), job, source);
      }
    }
    // The store may have begun one whose name never got here.
    abortAll(row, bucket, job.lease());
    return start(row, bucket, job, source);
  }

  private static MultipartUpload begin(UploadRow row, Bucket bucket, Job job) throws IOException {
    job.lease().confirm();
    MultipartUpload upload = bucket.begin(row.object());
    UploadRow.Begun begun = new UploadRow.Begun(upload.uploadId(), upload.partSize());
    try {
      job.lease().write(transaction -> UploadRows.begun(row, begun, transaction));
    } catch (LostLeaseException e) {
      // nobody else has heard of it, so nobody else would ever take it away
      upload.abort();
      throw e;
    }
    return upload;
  }

  private static ObjectFacts send(
      MultipartUpload upload, NewObject object, Job job, ObjectSource source) throws IOException {
    return upload.send(source, progress(object, job), job.lease());
  }

  private static TransferListener progress(NewObject object, Job job) {
    return new TransferListener() {
      @Override
      public void progress(long bytes) {
        job.checkStopped();
        job.progress().advance(bytes, object.size());
      }
    };
  }

  /** Whether somebody uploads an object, or has not cleaned up after that yet. */
  public boolean isUnderWay(String bucketUuid, String objectName) {
    return rows.to(bucketUuid, objectName).isPresent();
  }

  /** Gives up the job's uploads and deletes the objects that they have made. */
  public void undo(Job job) throws IOException {
    for (UploadRow upload : rows.ofJob(job.uuid())) {
      takeBack(upload, true, job.lease());
    }
  }

  /**
   * Takes away what unfinished uploads have left in a bucket.
   *
   * @param fence asked before each effect
   * @throws IOException if that can not be done now
   */
  void clean(String bucketUuid, Fence fence) throws IOException {
    for (UploadRow upload : rows.abandonedIn(bucketUuid)) {
      takeBack(upload, upload.unwanted(), fence);
    }
  }

  /**
   * Takes away what an upload has left.
   *
   * @param withObject also the object, if it was made
   * @param fence asked before each effect
   */
  void takeBack(UploadRow row, boolean withObject, Fence fence) throws IOException {
    try (Bucket bucket = buckets.apply(row.bucketUuid(), Patience.SHORT)) {
      if (row.begun().isPresent()) {
        UploadRow.Begun begun = row.begun().get();
        fence.confirm();
        bucket.resume(row.object(), begun.uploadId(), begun.partSize()).abort();
      }
      abortAll(row, bucket, fence);
      String key = row.object().key();
      // Before it began no object was there, or the upload would not have begun.
      if (withObject && row.begun().isPresent()) {
        Optional<ObjectFacts> found = bucket.head(key);
        if (found.isPresent() && bucket.isSame(found.get(), row.object(), TransferListener.NONE)) {
          fence.confirm();
          bucket.delete(key);
        }
      }
    } catch (BucketException e) {
      if (e.reason() != Reason.NO_SUCH_BUCKET) {
        throw e;
      }
      // With the bucket all is gone.
    }
    rows.delete(row);
  }

  private static void abortAll(UploadRow row, Bucket bucket, Fence fence) throws IOException {
    for (String uploadId : bucket.uploads().to(row.object().key())) {
      fence.confirm();
      bucket.resume(row.object(), uploadId, row.object().size()).abort();
    }
  }

  /** The objects that the job uploaded stay. */
  public void keep(String jobUuid, Transaction transaction) {
    UploadRows.deleteOf(jobUuid, transaction);
  }

  /** What could not be undone is removed later, when the store can be reached again. */
  public void drop(String jobUuid, Transaction transaction) {
    UploadRows.drop(jobUuid, transaction);
  }
}
