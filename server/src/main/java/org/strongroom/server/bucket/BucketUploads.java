package org.strongroom.server.bucket;

import java.io.IOException;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.storage.bucket.NewObject;
import org.strongroom.storage.bucket.ObjectFacts;
import org.strongroom.storage.bucket.ObjectSource;

/**
 * Uploads in parts for jobs: gone on with after a restart, cleaned up when abandoned. A job that
 * uploads calls {@link #upload} in a step, {@link #undo} in that step's undo, {@link #keep} in
 * {@code complete} and {@link #drop} in {@code abandon}.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class BucketUploads {
  BucketUploads() {}

  /**
   * Uploads an object, or goes on with the upload that an earlier run of the step began. If the
   * very object is there already, that is success.
   *
   * @throws org.strongroom.storage.bucket.BucketException EXISTS if another object has the key;
   *     DAMAGED if the source is not what its digest says; what else {@link
   *     org.strongroom.storage.bucket.MultipartUpload#send} tells
   */
  public ObjectFacts upload(Job job, String bucketUuid, NewObject object, ObjectSource source)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Gives up the job's uploads and deletes the objects that they have made. */
  public void undo(Job job) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The objects that the job uploaded stay. */
  public void keep(String jobUuid, Transaction transaction) {
    throw new UnsupportedOperationException();
  }

  /** What could not be undone is removed later, when the store can be reached again. */
  public void drop(String jobUuid, Transaction transaction) {
    throw new UnsupportedOperationException();
  }
}
