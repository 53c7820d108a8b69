package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.storage.RegisteredBucketTable.REGISTERED_BUCKET;

import java.io.IOException;
import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ApiException;
import org.strongroom.api.QueryReply;
import org.strongroom.api.bucket.GetBucketImages;
import org.strongroom.api.bucket.QueryBucket;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.server.backupstorage.record.StorageVeto;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.ProjectScope;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.JobEngine;
import org.strongroom.storage.driver.Fence;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.client.Patience;

/** Everything about buckets, put together. */
public final class Buckets implements AutoCloseable {
  private static final int SHOWN = 20;

  private final BucketParts parts;
  private final BucketAccesses accesses;
  private final BucketBytes bytes;
  private final BucketUploads uploads;
  private final BucketGarbage garbage;
  private final BucketJanitor janitor;
  private final BucketImages images;
  private final RegisterBucketJob register;
  private final UpdateBucketJob update;
  private final DeregisterBucketJob deregister;

  public Buckets(BucketParts parts) {
    this.parts = parts;
    accesses = new BucketAccesses(parts.storages().accesses());
    bytes = new BucketBytes(parts.reservations());
    BucketTrial trial = new BucketTrial(parts.connector());
    BackupsInBucket backups = new BackupsInBucket(parts.tags(), parts.events());
    UploadRows rows = new UploadRows(parts.database(), parts.clock());
    uploads = new BucketUploads(rows, this::open);
    garbage = new BucketGarbage(parts.database(), parts.clock(), this::open);
    janitor = new BucketJanitor(parts.database(), rows, uploads, garbage);
    images = new BucketImages(parts, accesses, trial);
    register = new RegisterBucketJob(parts, trial);
    update = new UpdateBucketJob(parts, accesses, trial, backups);
    deregister = new DeregisterBucketJob(parts, uploads, backups);
  }

  /** What may not be done to buckets as if they were plain storages. */
  public StorageVeto rules() {
    return new BucketRules();
  }

  /** Tells which operations are carried out here, and the engine how to go on with their jobs. */
  public void register(OperationRegistry operations, JobEngine engine) {
    operations.answer(QueryBucket.class, this::query);
    operations.answer(GetBucketImages.class, images::list);
    operations.job(register, engine);
    operations.job(update, engine);
    operations.job(deregister, engine);
  }

  private QueryReply<BucketInventory> query(QueryBucket request, Caller caller) {
    return parts
        .database()
        .read(sql ->
            parts
                .queries()
                .findFor(
                    caller.limitedTo(),
                    sql,
                    BucketInventory.class,
                    request.query(),
                    ProjectScope.seenBy(caller, REGISTERED_BUCKET.PROJECT_UUID)));
  }

  /**
   * The bucket, ready for a job; close it.
   *
   * @throws ApiException SYS.1003 if it is not registered
   */
  public Bucket open(String bucketUuid) {
    return open(bucketUuid, Patience.LONG);
  }

  private Bucket open(String bucketUuid, Patience patience) {
    BucketAccess access =
        parts.database().read(sql -> accesses.of(BucketRows.require(bucketUuid, sql), sql));
    return parts.connector().open(access, patience);
  }

  /**
   * The bucket of this uuid, with or without dashes, if the caller may see it.
   *
   * @throws ApiException SYS.1003 if there is none
   */
  public BucketRow required(String bucketUuid, Caller caller, DSLContext sql) {
    return BucketRows.require(bucketUuid, caller, sql);
  }

  /**
   * As {@link #required}; who else asks for it so waits until the transaction ends.
   *
   * @throws ApiException SYS.1003 if there is none
   */
  public BucketRow requiredAlone(String bucketUuid, Caller caller, Transaction transaction) {
    return BucketRows.lock(required(bucketUuid, caller, transaction.sql()).uuid(), transaction);
  }

  /** The bucket that a project calls so, else one that the object store calls so. */
  public Optional<BucketRow> named(String name, String projectUuid, DSLContext sql) {
    return BucketRows.named(name, projectUuid, sql);
  }

  /** Whether a project has any: from then on a node's default has to be one of them. */
  public boolean anyRegistered(String projectUuid, DSLContext sql) {
    return sql.fetchExists(REGISTERED_BUCKET, REGISTERED_BUCKET.PROJECT_UUID.eq(projectUuid));
  }

  /**
   * Makes sure that a name may be a node's default bucket: any as long as its project has none
   * registered, else that of one of them.
   *
   * @throws ApiException SYS.1007 that tells the known ones
   */
  public void checkDefault(String name, String projectUuid, DSLContext sql) {
    if (anyRegistered(projectUuid, sql) && named(name, projectUuid, sql).isEmpty()) {
      String known =
          String.join(
              ", ",
              sql.select(REGISTERED_BUCKET.NAME)
                  .from(REGISTERED_BUCKET)
                  .where(REGISTERED_BUCKET.PROJECT_UUID.eq(projectUuid))
                  .orderBy(REGISTERED_BUCKET.NAME)
                  .limit(SHOWN)
                  .fetch(REGISTERED_BUCKET.NAME));
      throw ApiException.invalid(
          "no bucket is registered by the name '%s'; known are: %s".formatted(name, known));
    }
  }

  /**
   * Tells, in the transaction that accepts a job, that the job reads or writes the bucket: it is
   * not deregistered while the job runs.
   */
  public void use(String bucketUuid, String jobUuid, Transaction transaction) {
    BucketRows.use(bucketUuid, jobUuid, transaction);
  }

  /** Whether an object is there for certain; not if the store does not tell soon. */
  public boolean has(String bucketUuid, String objectName) {
    try (Bucket bucket = open(bucketUuid, Patience.SHORT)) {
      return bucket.head(objectName).isPresent();
    } catch (IOException | ApiException e) {
      return false;
    }
  }

  /** Counts what is in the bucket, in the transaction that has changed it. */
  public void count(String bucketUuid, Transaction transaction) {
    bytes.count(bucketUuid, transaction);
  }

  /** Uploads that survive restarts. */
  public BucketUploads uploads() {
    return uploads;
  }

  /**
   * Deletes an object, or soon tells why it can not be done; nothing there is success.
   *
   * @param fence asked right before
   */
  public void delete(String bucketUuid, String objectName, Fence fence) throws IOException {
    try (Bucket bucket = open(bucketUuid, Patience.SHORT)) {
      fence.confirm();
      bucket.delete(objectName);
    }
  }

  /** Objects that could not be deleted. */
  public BucketGarbage garbage() {
    return garbage;
  }

  /** Cleans up now after jobs that are over. */
  public void cleanUp() {
    janitor.run();
  }

  /** Begins to clean up after jobs that are over. */
  public void start() {
    janitor.start();
  }

  @Override
  public void close() {
    janitor.close();
  }
}
