package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.ResourceType;
import org.strongroom.api.bucket.RegisterBucket;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.server.backupstorage.ConnectStep;
import org.strongroom.server.backupstorage.StorageParts;
import org.strongroom.server.backupstorage.access.NewStorage;
import org.strongroom.server.backupstorage.access.StorageAccess.KnownHost;
import org.strongroom.server.backupstorage.marker.DirectoryClaim.Consent;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.backupstorage.record.StorageType;
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
import org.strongroom.server.objectstore.S3Store;
import org.strongroom.server.objectstore.StoreFields;

/**
 * Registers a bucket, once it has proved to be there and writable: a storage that is Connecting
 * until then. If that fails nothing stays in the catalog or in the bucket.
 */
final class RegisterBucketJob
    implements JobDefinition<RegisterBucket, InventoryReply<BucketInventory>> {
  private static final String STORAGE = "storage";

  private final BucketParts parts;
  private final BucketTrial trial;

  RegisterBucketJob(BucketParts parts, BucketTrial trial) {
    this.parts = parts;
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
    BucketDraft draft = BucketDraft.of(request);
    parts.tags().check(ResourceType.BUCKET, request.resource());
    String uuid = Uuid.chosenOrRandom(request.resource().resourceUuid());
    if (Presence.of(transaction.sql(), BUCKET.UUID, uuid)) {
      throw ApiException.invalid("resourceUuid " + uuid + " is already taken by a bucket");
    }
    BucketRows.checkNameIsFree(name, project, uuid, transaction.sql());
    ResourceUuids.take(ResourceType.BUCKET, uuid, transaction);
    String storage = parts.storages().addition().insert(storage(name, draft), call, transaction);
    long now = parts.clock().millis();
    transaction
        .insertInto(BUCKET)
        .set(BUCKET.UUID, uuid)
        .set(BUCKET.STORAGE_UUID, storage)
        .set(BUCKET.PROJECT_UUID, project)
        .set(BUCKET.NAME, name)
        .set(BUCKET.TYPE, draft.type().wireName())
        .set(BUCKET.REGION, draft.region())
        .set(BUCKET.AUTH_ENDPOINT, draft.authEndpoint())
        .set(BUCKET.RESOURCE_CRN, draft.resourceCrn())
        .set(BUCKET.CREATED, now)
        .set(BUCKET.UPDATED, now)
        .execute();
    return new Start(uuid, Map.of(STORAGE, storage));
  }

  private static NewStorage storage(String name, BucketDraft draft) {
    String uuid = Uuid.random();
    S3Store store = draft.store(uuid);
    return new NewStorage(
        name,
        null,
        StorageType.S3,
        store.url(),
        Optional.empty(),
        Optional.of(store),
        false,
        false,
        NewResource.ofUuid(uuid));
  }

  @Override
  public List<Step<RegisterBucket>> steps() {
    return List.of(
        Step.of("try", (request, job) -> trial.run(BucketDraft.of(request).access())),
        new ConnectStep<>(
            parts.storages(),
            RegisterBucketJob::storage,
            request -> new ConnectStep.Expected(new KnownHost.Any(), Consent.NONE)));
  }

  private static String storage(Job job) {
    return job.recall(STORAGE).orElseThrow();
  }

  @Override
  public InventoryReply<BucketInventory> complete(
      RegisterBucket request, Job job, Transaction transaction) {
    String uuid = job.resourceUuid();
    transaction
        .sql()
        .update(BUCKET)
        .set(BUCKET.REGISTERED, parts.clock().millis())
        .where(BUCKET.UUID.eq(uuid))
        .execute();
    parts
        .storages()
        .status()
        .change(storage(job), StorageStatus.CONNECTED, null, job.call(), transaction);
    parts.tags().create(ResourceType.BUCKET, uuid, request.resource(), transaction);
    parts
        .events()
        .write(Event.created(ResourceType.BUCKET, uuid, request.name()), job.call(), transaction);
    return parts.reply(uuid, transaction);
  }

  @Override
  public void abandon(RegisterBucket request, Job job, ApiError error, Transaction transaction) {
    StorageParts storages = parts.storages();
    StorageRows.find(storage(job), transaction.sql())
        .ifPresent(
            row -> storages.addition().remove(row, error.details(), job.call(), transaction));
    transaction.afterCommit(() -> storages.drivers().close(storage(job)));
  }
}
