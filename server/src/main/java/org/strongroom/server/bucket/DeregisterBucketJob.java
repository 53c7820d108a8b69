package org.strongroom.server.bucket;

import static org.strongroom.server.catalog.BucketTable.BUCKET;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.bucket.DeregisterBucket;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;

/**
 * Deregisters a bucket. What unfinished uploads left in it is taken away first, because nobody
 * knows how afterwards; with force as far as that can be done. Objects stay.
 */
final class DeregisterBucketJob implements JobDefinition<DeregisterBucket, EmptyReply> {
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
      check(row.get(), request.force(), transaction.sql());
    } else if (!Uuid.isUuid(uuid)) {
      throw ApiException.notFound(ResourceType.BUCKET, request.uuid());
    }
    return new Start(uuid, Map.of());
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
    return List.of(Step.of("clean up", this::cleanUp));
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
      backups.forget(uuid, job.call(), transaction);
      parts.tags().deleteAll(ResourceType.BUCKET, uuid, transaction);
      transaction.sql().deleteFrom(BUCKET).where(BUCKET.UUID.eq(uuid)).execute();
      Event gone = Event.deleted(ResourceType.BUCKET, uuid, row.name());
      parts.events().write(gone, job.call(), transaction);
    }
    return new EmptyReply();
  }

  @Override
  public void abandon(DeregisterBucket request, Job job, ApiError error, Transaction transaction) {
    // Nothing was written.
  }
}
