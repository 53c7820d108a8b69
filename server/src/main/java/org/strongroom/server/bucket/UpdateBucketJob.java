package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.BucketTable.BUCKET;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.bucket.UpdateBucket;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.objectstore.StoreFields;
import org.strongroom.storage.driver.s3.Bucket;
import org.strongroom.storage.driver.s3.BucketAccess;

/**
 * Changes a bucket. New access is tried before it is stored, and has to lead to the objects that
 * are known to be in the bucket.
 */
final class UpdateBucketJob
    implements JobDefinition<UpdateBucket, InventoryReply<BucketInventory>> {
  private final BucketParts parts;
  private final BucketAccesses accesses;
  private final BucketTrial trial;
  private final BackupsInBucket backups;

  UpdateBucketJob(
      BucketParts parts, BucketAccesses accesses, BucketTrial trial, BackupsInBucket backups) {
    this.parts = parts;
    this.accesses = accesses;
    this.trial = trial;
    this.backups = backups;
  }

  @Override
  public Class<UpdateBucket> operation() {
    return UpdateBucket.class;
  }

  @Override
  public Start accept(UpdateBucket request, Call call, Transaction transaction) {
    BucketRow row = BucketRows.require(request.uuid(), call.caller(), transaction.sql());
    checkName(request, row, transaction);
    draft(row, request);
    return new Start(row.uuid(), Map.of());
  }

  private static void checkName(UpdateBucket request, BucketRow row, Transaction transaction) {
    if (request.name() != null) {
      BucketRows.checkNameIsFree(
          StoreFields.name(request.name()), row.projectUuid(), row.uuid(), transaction.sql());
    }
  }

  private BucketDraft draft(BucketRow row, UpdateBucket request) {
    return BucketDraft.of(row, accesses.of(row), request);
  }

  @Override
  public List<Step<UpdateBucket>> steps() {
    return List.of(Step.of("try", this::tryAccess));
  }

  private void tryAccess(UpdateBucket request, Job job) throws InterruptedIOException {
    BucketRow row = parts.database().read(sql -> BucketRows.require(job.resourceUuid(), sql));
    BucketAccess before = accesses.of(row);
    BucketAccess after = draft(row, request).access();
    if (after.equals(before)) {
      return;
    }
    trial.run(after);
    Optional<String> known = parts.database().read(sql -> backups.newestObject(row.uuid(), sql));
    if (known.isPresent() && !has(after, known.get())) {
      throw ApiException.refused(
          "nothing was changed, because %s does not have '%s', which is in %s"
              .formatted(after.label(), known.get(), row.label()));
    }
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
    BucketDraft draft = draft(row, request);
    transaction
        .sql()
        .update(BUCKET)
        .set(BUCKET.NAME, Optional.ofNullable(request.name()).orElse(row.name()))
        .set(BUCKET.BUCKET_NAME, draft.bucketName())
        .set(BUCKET.ENDPOINT, draft.endpoint())
        .set(BUCKET.REGION, draft.region())
        .set(BUCKET.AUTH_ENDPOINT, draft.authEndpoint())
        .set(BUCKET.RESOURCE_CRN, draft.resourceCrn())
        .set(BUCKET.CREDENTIAL, accesses.seal(row.uuid(), draft.credential()))
        .set(BUCKET.UPDATED, parts.clock().millis())
        .where(BUCKET.UUID.eq(row.uuid()))
        .execute();
    return parts.reply(row.uuid(), transaction);
  }

  @Override
  public void abandon(UpdateBucket request, Job job, ApiError error, Transaction transaction) {
    // Nothing was written.
  }
}
