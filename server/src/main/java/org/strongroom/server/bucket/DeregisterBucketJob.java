package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.storage.BucketTable.BUCKET;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.bucket.DeregisterBucket;
import org.strongroom.server.backupstorage.StorageRemoval;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageState;
import org.strongroom.server.backupstorage.record.StorageStatus;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;

/**
 * Deregisters a bucket. What unfinished uploads left in it is taken away first, because nobody
 * knows how afterwards, and so is what its storage kept in it; with force as far as that can be
 * done. Objects stay.
 */
final class DeregisterBucketJob implements JobDefinition<DeregisterBucket, EmptyReply> {
  private static final String STORAGE = "storage";
  private static final String STATE_BEFORE = "stateBefore";
  private static final String LEFT = "left";

  private final BucketParts parts;
  private final BucketUploads uploads;
  private final BackupsInBucket backups;

  DeregisterBucketJob(BucketParts parts, BucketUploads uploads, BackupsInBucket backups) {
    this.parts = parts;
    this.uploads = uploads;
    this.backups = backups;
  }

  @Override
  public Class<DeregisterBucket> operation() {
    return DeregisterBucket.class;
  }

  @Override
  public Start accept(DeregisterBucket request, Call call, Transaction transaction) {
    String uuid = request.uuid().replace("-", "");
    Optional<BucketRow> row = BucketRows.find(uuid, transaction.sql());
    if (row.isPresent()) {
      // Others' buckets are not there for the caller, and are not told to be gone either.
      BucketRows.require(uuid, call.caller(), transaction.sql());
      return new Start(uuid, begin(row.get(), request, call, transaction));
    } else if (!Uuid.isUuid(uuid)) {
      throw ApiException.notFound(ResourceType.BUCKET, request.uuid());
    }
    return new Start(uuid, Map.of());
  }

  private Map<String, String> begin(
      BucketRow row, DeregisterBucket request, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.lock(row.storageUuid(), transaction);
    if (parts.removal().isUnderWay(storage, transaction.sql())) {
      throw ApiException.conflict(row.label() + " is being deregistered already");
    }
    check(row, request.force(), transaction.sql());
    if (!request.force()) {
      checkStorage(row, storage, transaction.sql());
    }
    Map<String, String> memory =
        new HashMap<>(
            parts.removal().begin(storage, "it is being deregistered", call, transaction));
    memory.put(STORAGE, storage.uuid());
    memory.put(STATE_BEFORE, storage.state().name());
    return memory;
  }

  private void checkStorage(BucketRow row, StorageRow storage, DSLContext sql) {
    int copies = parts.removal().copies(storage, sql);
    if (copies > 0) {
      throw ApiException.conflict(
          "%s holds %d copies of images and snapshots; delete them first, or deregister it by force"
              .formatted(row.label(), copies));
    }
    if (parts.removal().isWrittenTo(storage, sql)) {
      throw ApiException.conflict(
          "%s is being written to; wait for that or cancel it, or deregister it by force"
              .formatted(row.label()));
    }
  }

  private void check(BucketRow row, boolean force, DSLContext sql) {
    int users = BucketRows.users(row.uuid(), sql);
    if (users > 0) {
      throw ApiException.conflict(
          "%s is being used by %d running task(s); wait for their end, or cancel them"
              .formatted(row.label(), users));
    }
    int only = backups.onlyThere(row.uuid(), sql);
    if (only > 0 && !force) {
      throw ApiException.conflict(
          "%d image backup(s) have their only OVA in %s; deregister by force to drop their records"
              .formatted(only, row.label()));
    }
  }

  @Override
  public List<Step<DeregisterBucket>> steps() {
    return List.of(
        Step.of("clean up", this::cleanUp),
        Step.of("remove copies", this::removeCopies),
        Step.of("remove files", this::removeFiles));
  }

  private Optional<StorageRow> storage(Job job) {
    return job.recall(STORAGE)
        .flatMap(uuid -> parts.database().read(sql -> StorageRows.find(uuid, sql)));
  }

  private void removeCopies(DeregisterBucket request, Job job) {
    storage(job)
        .filter(storage -> request.force())
        .ifPresent(storage -> parts.removal().removeCopies(storage, job));
  }

  /** Takes away what the storage itself keeps in the bucket, as far as that can be done. */
  private void removeFiles(DeregisterBucket request, Job job) throws InterruptedException {
    Optional<StorageRow> storage = storage(job);
    if (storage.isEmpty()) {
      return;
    }
    if (!parts.removal().writersEnd(storage.get(), job)) {
      leave(job, "work on it was stopped and does not end");
    }
    removeGarbage(storage.get(), job);
    parts.removal().forgetGarbage(storage.get(), job);
    if (request.force()) {
      StorageRemoval.inPortions(
          job,
          transaction ->
              backups.forget(job.resourceUuid(), StorageRemoval.AT_ONCE, job.call(), transaction));
    }
  }

  private void removeGarbage(StorageRow storage, Job job) {
    if (parts.database().read(sql -> !parts.removal().hasGarbage(storage, sql))) {
      return;
    }
    if (storage.status() == StorageStatus.DISCONNECTED) {
      leave(job, "the files of deleted copies; it was Disconnected");
      return;
    }
    parts.removal().collectGarbage(storage.uuid()).ifPresent(left -> leave(job, left));
  }

  private static void leave(Job job, String what) {
    job.remember(LEFT, job.recall(LEFT).map(text -> text + "; ").orElse("") + what);
  }

  private void cleanUp(DeregisterBucket request, Job job) throws IOException {
    try {
      uploads.clean(job.resourceUuid(), job.lease());
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      if (!request.force()) {
        throw new IOException(
            "what an unfinished upload left could not be taken away; deregister by force to leave"
                + " it there: "
                + e.getMessage(),
            e);
      }
    }
  }

  @Override
  public EmptyReply complete(DeregisterBucket request, Job job, Transaction transaction) {
    String uuid = job.resourceUuid();
    if (BucketRows.find(uuid, transaction.sql()).isPresent()) {
      BucketRow row = BucketRows.lock(uuid, transaction);
      check(row, request.force(), transaction.sql());
      backups.forget(uuid, Integer.MAX_VALUE, job.call(), transaction); // those that came since
      parts.tags().deleteAll(ResourceType.BUCKET, uuid, transaction);
      transaction.sql().deleteFrom(BUCKET).where(BUCKET.UUID.eq(uuid)).execute();
      StorageRow storage = StorageRows.lock(row.storageUuid(), transaction);
      parts.removal().remove(storage, job.recall(LEFT), job, transaction);
      Event gone = Event.deleted(ResourceType.BUCKET, uuid, row.name());
      parts.events().write(gone, job.call(), transaction);
    }
    return new EmptyReply();
  }

  @Override
  public void abandon(DeregisterBucket request, Job job, ApiError error, Transaction transaction) {
    job.recall(STORAGE)
        .flatMap(uuid -> StorageRows.find(uuid, transaction.sql()))
        .ifPresent(storage ->
            parts
                .removal()
                .giveUp(
                    storage,
                    StorageState.valueOf(job.recall(STATE_BEFORE).orElse(storage.state().name())),
                    "it could not be deregistered",
                    job.call(),
                    transaction));
  }
}
