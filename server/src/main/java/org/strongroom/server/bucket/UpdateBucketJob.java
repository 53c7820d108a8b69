package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.bucket.UpdateBucket;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.server.backupstorage.StorageChanges;
import org.strongroom.server.backupstorage.StoreRelocation;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.objectstore.S3Store;
import org.strongroom.server.objectstore.StoreFields;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.call.BucketAccess;

/**
 * Changes a bucket. New access is tried before it is stored, and has to lead to the objects that
 * are known to be in the bucket. To another bucket it goes only if its storage keeps nothing in
 * this one.
 */
final class UpdateBucketJob
    implements JobDefinition<UpdateBucket, InventoryReply<BucketInventory>> {
  private final BucketParts parts;
  private final BucketAccesses accesses;
  private final BucketTrial trial;
  private final BackupsInBucket backups;
  private final StoreRelocation relocation;
  private final StorageChanges changes;

  UpdateBucketJob(
      BucketParts parts, BucketAccesses accesses, BucketTrial trial, BackupsInBucket backups) {
    this.parts = parts;
    this.accesses = accesses;
    this.trial = trial;
    this.backups = backups;
    this.relocation = new StoreRelocation(parts.storages());
    this.changes = new StorageChanges(parts.storages());
  }

  @Override
  public Class<UpdateBucket> operation() {
    return UpdateBucket.class;
  }

  @Override
  public Start accept(UpdateBucket request, Call call, Transaction transaction) {
    BucketRow row = BucketRows.require(request.uuid(), call.caller(), transaction.sql());
    checkName(request, row, transaction);
    draft(row, request, transaction.sql());
    return new Start(row.uuid(), Map.of());
  }

  private static void checkName(UpdateBucket request, BucketRow row, Transaction transaction) {
    if (request.name() != null) {
      BucketRows.checkNameIsFree(
          StoreFields.name(request.name()), row.projectUuid(), row.uuid(), transaction.sql());
    }
  }

  private BucketDraft draft(BucketRow row, UpdateBucket request, DSLContext sql) {
    return BucketDraft.of(row, accesses.of(row, sql), request);
  }

  @Override
  public List<Step<UpdateBucket>> steps() {
    return List.of(Step.of("try", this::tryAccess));
  }

  private void tryAccess(UpdateBucket request, Job job) throws InterruptedIOException {
    BucketRow row = parts.database().read(sql -> BucketRows.require(job.resourceUuid(), sql));
    S3Store before = parts.database().read(sql -> accesses.store(row, sql));
    S3Store after = BucketDraft.of(row, before.place().bucket(), request).store(before);
    if (after.equals(before)) {
      return;
    }
    leavesNothing(row, after);
    BucketAccess access = after.place().bucket();
    trial.run(access);
    Optional<String> known = parts.database().read(sql -> backups.newestObject(row.uuid(), sql));
    if (known.isPresent() && !has(access, known.get())) {
      throw ApiException.refused(
          "nothing was changed, because %s does not have '%s', which is in %s"
              .formatted(access.label(), known.get(), row.label()));
    }
    relocation.check(storage(row), after, job);
  }

  private void leavesNothing(BucketRow row, S3Store after) {
    parts
        .database()
        .read(sql -> {
          leavesNothing(row, StorageRows.require(row.storageUuid(), sql), after, sql);
          return true;
        });
  }

  /**
   * Makes sure that nothing of ours stays behind in another bucket, where nobody would look for it
   * any more; what is to be deleted there would be looked for in the new one.
   */
  private void leavesNothing(BucketRow row, StorageRow storage, S3Store after, DSLContext sql) {
    if (storage.url().equals(after.url())) {
      return;
    }
    if (BucketRows.users(row.uuid(), sql) > 0 || BucketRows.isToBeCleaned(row.uuid(), sql)) {
      throw ApiException.conflict(
          "%s is in use, or is still being cleaned up after that; wait for the end, then name another bucket"
              .formatted(row.label()));
    }
    relocation.requireNothingLeft(storage, after, sql);
  }

  private StorageRow storage(BucketRow row) {
    return parts.database().read(sql -> StorageRows.require(row.storageUuid(), sql));
  }

  private boolean has(BucketAccess access, String key) throws InterruptedIOException {
    try (Bucket bucket = trial.open(access)) {
      return bucket.head(key).isPresent();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw BucketTrial.failed(e);
    }
  }

  @Override
  public InventoryReply<BucketInventory> complete(
      UpdateBucket request, Job job, Transaction transaction) {
    BucketRow row = BucketRows.lock(job.resourceUuid(), transaction);
    checkName(request, row, transaction);
    BucketDraft draft = draft(row, request, transaction.sql());
    transaction
        .sql()
        .update(BUCKET)
        .set(BUCKET.NAME, Optional.ofNullable(request.name()).orElse(row.name()))
        .set(BUCKET.REGION, draft.region())
        .set(BUCKET.AUTH_ENDPOINT, draft.authEndpoint())
        .set(BUCKET.RESOURCE_CRN, draft.resourceCrn())
        .set(BUCKET.UPDATED, parts.clock().millis())
        .where(BUCKET.UUID.eq(row.uuid()))
        .execute();
    S3Store before = accesses.store(row, transaction.sql());
    S3Store after = draft.store(before);
    StorageRow storage = StorageRows.lock(row.storageUuid(), transaction);
    if (!after.equals(before)) {
      leavesNothing(row, storage, after, transaction.sql());
      relocation.settle(storage, after, "new address or log-in", job.call(), transaction);
    }
    changes.rename(storage, request.name(), null, transaction);
    return parts.reply(row.uuid(), transaction);
  }

  @Override
  public void abandon(UpdateBucket request, Job job, ApiError error, Transaction transaction) {
    // Nothing was written.
  }
}
