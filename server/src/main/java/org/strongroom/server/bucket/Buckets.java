package org.strongroom.server.bucket;

import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.JobEngine;
import org.strongroom.storage.bucket.Bucket;

/** Everything about buckets, put together. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class Buckets implements AutoCloseable {
  Buckets() {}

  /** Tells which operations are carried out here, and the engine how to go on with their jobs. */
  public void register(OperationRegistry operations, JobEngine engine) {
    throw new UnsupportedOperationException();
  }

  /**
   * The bucket, ready for use; close it.
   *
   * @throws org.strongroom.api.ApiException SYS.1002 if it is not registered
   */
  public Bucket open(String bucketUuid) {
    throw new UnsupportedOperationException();
  }

  /**
   * The bucket of this uuid, with or without dashes, if the caller may see it.
   *
   * @throws org.strongroom.api.ApiException if there is none
   */
  public BucketRow required(String bucketUuid, Caller caller, DSLContext sql) {
    throw new UnsupportedOperationException();
  }

  /** The bucket that a project calls so. */
  public Optional<BucketRow> named(String name, String projectUuid, DSLContext sql) {
    throw new UnsupportedOperationException();
  }

  /** Whether a project has any: from then on a node's default has to be one of them. */
  public boolean anyRegistered(String projectUuid, DSLContext sql) {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells, in the transaction that accepts a job, that the job reads or writes the bucket: it is
   * not deregistered while the job runs.
   */
  public void use(String bucketUuid, String jobUuid, Transaction transaction) {
    throw new UnsupportedOperationException();
  }

  /** Uploads that survive restarts. */
  public BucketUploads uploads() {
    throw new UnsupportedOperationException();
  }

  /** Begins to clean up after jobs that are over. */
  public void start() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
