package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.storage.BucketGarbageTable.BUCKET_GARBAGE;
import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;
import static org.strongroom.server.catalog.storage.BucketUploadTable.BUCKET_UPLOAD;
import static org.strongroom.server.catalog.storage.BucketUseTable.BUCKET_USE;
import static org.strongroom.server.catalog.storage.RegisteredBucketTable.REGISTERED_BUCKET;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.ProjectScope;
import org.strongroom.server.catalog.Transaction;

/** Reads rows of buckets. */
final class BucketRows {
  private BucketRows() {}

  static Optional<BucketRow> find(String uuid, DSLContext sql) {
    return sql.selectFrom(REGISTERED_BUCKET)
        .where(REGISTERED_BUCKET.UUID.eq(uuid))
        .fetchOptional(BucketRow::of);
  }

  /**
   * The bucket with this uuid.
   *
   * @throws ApiException SYS.1003 if there is none
   */
  static BucketRow require(String uuid, DSLContext sql) {
    return find(uuid, sql).orElseThrow(() -> missing(uuid));
  }

  /**
   * The bucket with this uuid, for a caller: others' projects are not there for it.
   *
   * @param uuid with or without dashes
   * @throws ApiException SYS.1003 if there is none
   */
  static BucketRow require(String uuid, Caller caller, DSLContext sql) {
    String plain = uuid.replace("-", "");
    return sql.selectFrom(REGISTERED_BUCKET)
        .where(REGISTERED_BUCKET.UUID.eq(plain))
        .and(ProjectScope.seenBy(caller, REGISTERED_BUCKET.PROJECT_UUID))
        .fetchOptional(BucketRow::of)
        .orElseThrow(() -> missing(uuid));
  }

  /** As {@link #require}; nobody else changes or begins to use it until the transaction ends. */
  static BucketRow lock(String uuid, Transaction transaction) {
    if (transaction.sql().family() == SQLDialect.POSTGRES) {
      transaction.sql().selectFrom(BUCKET).where(BUCKET.UUID.eq(uuid)).forUpdate().fetch();
    }
    return require(uuid, transaction.sql());
  }

  /** What makes a storage a bucket; empty for those that are none. */
  static Optional<BucketRow> ofStorage(String storageUuid, DSLContext sql) {
    return sql.selectFrom(REGISTERED_BUCKET)
        .where(REGISTERED_BUCKET.STORAGE_UUID.eq(storageUuid))
        .fetchOptional(BucketRow::of);
  }

  /** The bucket of a project by its name, else by the name that the object store has for it. */
  static Optional<BucketRow> named(String name, String projectUuid, DSLContext sql) {
    return sql.selectFrom(REGISTERED_BUCKET)
        .where(REGISTERED_BUCKET.PROJECT_UUID.eq(projectUuid))
        .and(REGISTERED_BUCKET.NAME.eq(name).or(REGISTERED_BUCKET.BUCKET_NAME.eq(name)))
        .orderBy(
            DSL.when(REGISTERED_BUCKET.NAME.eq(name), 0).otherwise(1),
            REGISTERED_BUCKET.CREATED,
            REGISTERED_BUCKET.UUID)
        .limit(1)
        .fetchOptional(BucketRow::of);
  }

  /**
   * Makes sure that a project has no other bucket of this name.
   *
   * @param uuid the bucket that is to have it
   * @throws ApiException a conflict that names the other
   */
  static void checkNameIsFree(String name, String projectUuid, String uuid, DSLContext sql) {
    Optional<String> other =
        sql.select(BUCKET.UUID)
            .from(BUCKET)
            .where(BUCKET.PROJECT_UUID.eq(projectUuid))
            .and(BUCKET.NAME.eq(name))
            .and(BUCKET.UUID.ne(uuid))
            .fetchOptional(BUCKET.UUID);
    if (other.isPresent()) {
      throw ApiException.conflict(
          "the project has a bucket '%s' already (%s)".formatted(name, other.get()));
    }
  }

  /** Notes that a job reads or writes the bucket. */
  static void use(String bucketUuid, String jobUuid, Transaction transaction) {
    require(bucketUuid, transaction.sql());
    transaction
        .sql()
        .insertInto(BUCKET_USE)
        .set(BUCKET_USE.BUCKET_UUID, bucketUuid)
        .set(BUCKET_USE.JOB_UUID, jobUuid)
        .onConflictDoNothing()
        .execute();
  }

  /** How many jobs read or write the bucket now. */
  static int users(String bucketUuid, DSLContext sql) {
    return sql.fetchCount(
        DSL.select(BUCKET_USE.JOB_UUID)
            .from(BUCKET_USE)
            .where(BUCKET_USE.BUCKET_UUID.eq(bucketUuid).and(runs(BUCKET_USE.JOB_UUID)))
            .union(
                DSL.select(BUCKET_UPLOAD.JOB_UUID)
                    .from(BUCKET_UPLOAD)
                    .where(BUCKET_UPLOAD.BUCKET_UUID.eq(bucketUuid))
                    .and(runs(BUCKET_UPLOAD.JOB_UUID))));
  }

  /** Whether something lies in the bucket that uploads or deletions still have to take away. */
  static boolean isToBeCleaned(String bucketUuid, DSLContext sql) {
    return sql.fetchExists(BUCKET_UPLOAD, BUCKET_UPLOAD.BUCKET_UUID.eq(bucketUuid))
        || sql.fetchExists(BUCKET_GARBAGE, BUCKET_GARBAGE.BUCKET_UUID.eq(bucketUuid));
  }

  /** The job is not over. */
  static Condition runs(Field<String> jobUuid) {
    return DSL.exists(
        DSL.selectOne().from(JOB).where(JOB.UUID.eq(jobUuid)).and(JOB.LEASE.isNotNull()));
  }

  private static ApiException missing(String uuid) {
    return ApiException.notFound(ResourceType.BUCKET, uuid);
  }
}
