package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.BucketTable.BUCKET;

import java.util.List;
import java.util.Map;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.bucket.RegisterBucket;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Presence;
import org.strongroom.server.catalog.ProjectScope;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.objectstore.StoreFields;

/** Registers a bucket, once it has proved to be there and writable. */
final class RegisterBucketJob
    implements JobDefinition<RegisterBucket, InventoryReply<BucketInventory>> {
  /** Remembered: a job that is taken up again knows its caller's account only. */
  private static final String PROJECT = "project";

  private final BucketParts parts;
  private final BucketAccesses accesses;
  private final BucketTrial trial;

  RegisterBucketJob(BucketParts parts, BucketAccesses accesses, BucketTrial trial) {
    this.parts = parts;
    this.accesses = accesses;
    this.trial = trial;
  }

  @Override
  public Class<RegisterBucket> operation() {
    return RegisterBucket.class;
  }

  @Override
  public Start accept(RegisterBucket request, Call call, Transaction transaction) {
    String name = StoreFields.name(request.name());
    String project = ProjectScope.ofNew(call.caller(), request.projectUuid());
    BucketDraft.of(request);
    parts.tags().check(ResourceType.BUCKET, request.resource());
    String uuid = Uuid.chosenOrRandom(request.resource().resourceUuid());
    if (Presence.of(transaction.sql(), BUCKET.UUID, uuid)) {
      throw ApiException.invalid("resourceUuid " + uuid + " is already taken by a bucket");
    }
    ResourceUuids.checkFree(uuid, transaction.sql());
    BucketRows.checkNameIsFree(name, project, uuid, transaction.sql());
    return new Start(uuid, Map.of(PROJECT, project));
  }

  @Override
  public List<Step<RegisterBucket>> steps() {
    return List.of(Step.of("try", (request, job) -> trial.run(BucketDraft.of(request).access())));
  }

  @Override
  public InventoryReply<BucketInventory> complete(
      RegisterBucket request, Job job, Transaction transaction) {
    String uuid = job.resourceUuid();
    String project = job.recall(PROJECT).orElseThrow();
    BucketRows.checkNameIsFree(request.name(), project, uuid, transaction.sql());
    BucketDraft draft = BucketDraft.of(request);
    long now = parts.clock().millis();
    ResourceUuids.take(ResourceType.BUCKET, uuid, transaction);
    transaction
        .insertInto(BUCKET)
        .set(BUCKET.UUID, uuid)
        .set(BUCKET.PROJECT_UUID, project)
        .set(BUCKET.NAME, request.name())
        .set(BUCKET.TYPE, draft.type().wireName())
        .set(BUCKET.BUCKET_NAME, draft.bucketName())
        .set(BUCKET.ENDPOINT, draft.endpoint())
        .set(BUCKET.REGION, draft.region())
        .set(BUCKET.AUTH_ENDPOINT, draft.authEndpoint())
        .set(BUCKET.RESOURCE_CRN, draft.resourceCrn())
        .set(BUCKET.CREDENTIAL, accesses.seal(uuid, draft.credential()))
        .set(BUCKET.CREATED, now)
        .set(BUCKET.UPDATED, now)
        .execute();
    parts.tags().create(ResourceType.BUCKET, uuid, request.resource(), transaction);
    parts
        .events()
        .write(Event.created(ResourceType.BUCKET, uuid, request.name()), job.call(), transaction);
    return parts.reply(uuid, transaction);
  }

  @Override
  public void abandon(RegisterBucket request, Job job, ApiError error, Transaction transaction) {
    // Nothing was written; the probe is deleted by whoever wrote it.
  }
}
