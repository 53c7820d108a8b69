package org.strongroom.server.volume;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.repository.CleanRepository;
import org.strongroom.server.backupstorage.record.Bytes;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageState;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.job.UnfinishedJobs;
import org.strongroom.server.volume.repository.CleanUps;
import org.strongroom.server.volume.repository.CleaningMade;
import org.strongroom.server.volume.repository.CleaningProgress;
import org.strongroom.server.volume.repository.Measured;
import org.strongroom.server.volume.repository.PacksWithinRoom;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.server.volume.repository.RepositoryRoom;
import org.strongroom.server.volume.repository.RunsWrites;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.clean.PruneOptions;
import org.strongroom.storage.repository.clean.PruneResult;

/**
 * CleanRepository: one a repository at a time. Cut off anywhere it leaves a whole repository, of
 * which the next run cleans up more.
 */
final class CleanRepositoryJob implements JobDefinition<CleanRepository, CleanRepository.Reply> {
  private static final String STARTED = "started";

  /** Locks, lists and indexes need hardly any room, and have it even on a full storage. */
  private static final long UNCOUNTED = 4L << 20;

  private final VolumeParts parts;
  private final ReadyStorages storages;
  private final Repositories repositories;
  private final RepositoryRoom room;

  CleanRepositoryJob(
      VolumeParts parts, ReadyStorages storages, Repositories repositories, RepositoryRoom room) {
    this.parts = parts;
    this.storages = storages;
    this.repositories = repositories;
    this.room = room;
  }

  @Override
  public Class<CleanRepository> operation() {
    return CleanRepository.class;
  }

  @Override
  public Start accept(CleanRepository request, Call call, Transaction transaction) {
    StorageRow storage = StorageRows.lock(request.uuid(), transaction);
    running(storage.uuid(), transaction.sql())
        .ifPresent(job -> {
          throw ApiException.busy(
              "the repository of %s is being cleaned up already, by the job %s"
                  .formatted(storage.label(), job));
        });
    if (!CleanUps.hasRepository(storage.uuid(), transaction.sql())) {
      throw ApiException.refused(
          "%s has no repository: the first BackupVolume onto it makes it"
              .formatted(storage.label()));
    }
    parts.rules().check(storage, Purpose.DELETE_BYTES);
    long now = parts.clock().millis();
    CleanUps.begun(storage.uuid(), now, transaction);
    return new Start(storage.uuid(), Map.of(STARTED, Long.toString(now)));
  }

  /** The job that cleans up the repository of a storage now. */
  static Optional<String> running(String storageUuid, DSLContext sql) {
    return UnfinishedJobs.of(CleanRepository.class, storageUuid, sql);
  }

  @Override
  public List<Step<CleanRepository>> steps() {
    return List.of(new CleanStep());
  }

  /** What is left of it on storages are locks and unfinished writes. */
  private final class CleanStep implements Step<CleanRepository> {
    @Override
    public String name() {
      return "clean";
    }

    @Override
    public void run(CleanRepository request, Job job) throws Exception {
      clean(request, job);
    }

    @Override
    public void undo(CleanRepository request, Job job) throws IOException {
      String storage = request.uuid();
      RunsWrites driver = new RunsWrites(storages.any(storage, job).driver(), job);
      driver.removeAllUnfinished(Repositories.DIRECTORY);
      try (Repository repository = repositories.open(storage, driver, job.uuid())) {
        repository.removeOwnLocks();
      }
      room.rememberMeasured(storage, driver, job);
    }
  }

  private void clean(CleanRepository request, Job job) throws Exception {
    String storage = request.uuid();
    ReadyStorages.Ready ready = storages.await(storage, Purpose.DELETE_BYTES, job);
    RepositoryRoom.Growing driver = room.growing(ready.driver(), storage, UNCOUNTED, job);
    if (driver.isAgain()) {
      driver.removeUnfinished(Repositories.DIRECTORY);
    }
    try (Repository repository =
        repositories.open(storage, new PacksWithinRoom(driver), job.uuid())) {
      repository.removeOwnLocks();
      PruneOptions options =
          new PruneOptions(
              PruneOptions.USUAL.leastUse(),
              parts.cleaning().grace().get(),
              roomToMove(ready.storage()));
      PruneResult result =
          repository.prune(
              options, new CleaningProgress(job, Duration.ofSeconds(request.lockWait())));
      CleaningMade.of(result).remember(job);
    } finally {
      driver.rememberWritten();
    }
    room.rememberMeasured(storage, driver, job);
  }

  /** Bytes that may be written: none where only what is dead may go. */
  private long roomToMove(StorageRow storage) {
    if (storage.state() != StorageState.ENABLED) {
      return 0;
    }
    long free = Math.min(storage.availableCapacity(), storage.freeCapacity());
    return Bytes.left(free, parts.cleaning().keptFree().getAsLong());
  }

  @Override
  public CleanRepository.Reply complete(CleanRepository request, Job job, Transaction transaction) {
    String storage = request.uuid();
    CleaningMade made = CleaningMade.recall(job);
    long measured = account(storage, job, transaction);
    long now = parts.clock().millis();
    CleanUps.ended(
        storage,
        made.usage(),
        Long.parseLong(job.recall(STARTED).orElseThrow()),
        now,
        made.nextInMillis().map(left -> now + left).orElse(null),
        transaction);
    return new CleanRepository.Reply(
        storage,
        made.deleted(),
        made.condemned(),
        made.moved(),
        measured,
        made.usage().uniqueBytes(),
        made.usage().sharedBytes(),
        made.usage().reclaimableBytes());
  }

  private long account(String storage, Job job, Transaction transaction) {
    room.release(storage, job.uuid(), transaction);
    room.accountFor(storage, job, transaction);
    return RepositoryRoom.measured(job).map(Measured::bytes).orElse(0L);
  }

  @Override
  public void abandon(CleanRepository request, Job job, ApiError error, Transaction transaction) {
    // What has gone has gone, and what was moved lies twice until the next clean-up.
    account(request.uuid(), job, transaction);
  }
}
