package org.strongroom.server.volume.backup;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.server.volume.repository.BackupMade;
import org.strongroom.server.volume.repository.Bandwidths;
import org.strongroom.server.volume.repository.GenerationFacts;
import org.strongroom.server.volume.repository.Measured;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.server.volume.repository.RepositoryRoom;
import org.strongroom.server.volume.repository.RunsWrites;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.repository.BackupResult;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.snapshot.Generation;

/**
 * Brings a generation of a volume snapshot into the repository of a storage; what an earlier run
 * has sent counts.
 *
 * @param <Q> the operation's parameters
 */
public final class BackupStep<Q> implements Step<Q> {
  private static final String STORAGE = "storage";
  private static final String AT_MOST = "atMost";
  private static final String REPLACED = "replaced";

  private final ReadyStorages storages;
  private final Repositories repositories;
  private final RepositoryRoom room;
  private final Content<Q> content;

  /** Where the bytes come from. */
  public interface Content<Q> {
    /**
     * Stores them as a new generation.
     *
     * @param repository that of the storage
     */
    Stored store(Q request, Repository repository, Job job) throws Exception;

    /** Bytes in a second that may go to the storage; null for as many as come. */
    @Nullable Long bandwidthLimit(Q request);

    /** Takes back what it has left elsewhere. */
    default void undo(Q request, Job job) throws IOException {}
  }

  /**
   * What was stored.
   *
   * @param bytes of the file or device that was read
   */
  public record Stored(BackupResult result, long bytes) {}

  public BackupStep(
      ReadyStorages storages, Repositories repositories, RepositoryRoom room, Content<Q> content) {
    this.storages = storages;
    this.repositories = repositories;
    this.room = room;
    this.content = content;
  }

  /** What the job remembers from its begin. */
  public static Map<String, String> start(String storageUuid, long atMost) {
    return Map.of(STORAGE, storageUuid, AT_MOST, Long.toString(atMost));
  }

  /** The same where a generation that is damaged is replaced. */
  public static Map<String, String> replacing(String storageUuid, long atMost, String generation) {
    return Map.of(STORAGE, storageUuid, AT_MOST, Long.toString(atMost), REPLACED, generation);
  }

  /** The generation that goes when the new one is there. */
  public static Optional<ContentId> replaced(Job job) {
    return job.recall(REPLACED).flatMap(ContentId::parse);
  }

  public static String storage(Job job) {
    return job.recall(STORAGE).orElseThrow();
  }

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public void run(Q request, Job job) throws Exception {
    if (BackupMade.recall(job).isPresent()) {
      return; // an earlier run was cut off right after it had said so
    }
    String storage = storage(job);
    ReadyStorages.Ready ready = storages.await(storage, Purpose.GO_ON, job);
    long begun = Long.parseLong(job.recall(AT_MOST).orElseThrow());
    StorageDriver slowed = Bandwidths.ofCall(content.bandwidthLimit(request), ready.driver());
    RepositoryRoom.Growing driver = room.growing(slowed, storage, begun, job);
    if (driver.isAgain()) {
      driver.removeUnfinished(Repositories.DIRECTORY);
    }
    try (Repository repository = repositories.openOrCreate(storage, driver, job)) {
      if (driver.isAgain()) {
        takeBack(repository, job);
      }
      Stored stored = content.store(request, repository, job);
      Measured measured = room.measure(storage, driver);
      BackupMade.of(stored.result(), stored.bytes(), measured).remember(job);
    } finally {
      driver.rememberWritten();
    }
  }

  /** Removes the locks of earlier runs of the job, and the generation that one has written. */
  private static void takeBack(Repository repository, Job job) throws IOException {
    repository.removeOwnLocks();
    for (Generation generation : repository.generations()) {
      boolean isOfSnapshot =
          generation.tag(GenerationFacts.SNAPSHOT).filter(job.resourceUuid()::equals).isPresent();
      if (isOfSnapshot && replaced(job).filter(generation::isOrWas).isEmpty()) {
        repository.forget(generation.id());
      }
    }
  }

  @Override
  public void undo(Q request, Job job) throws IOException {
    if (job.lease().writeIds().size() == 1 && !RepositoryRoom.mayHaveWritten(job)) {
      return; // nothing was ever written: a storage that hangs does not hold up the end of the job
    }
    content.undo(request, job);
    String storage = storage(job);
    RunsWrites driver = new RunsWrites(storages.any(storage, job).driver(), job);
    driver.removeAllUnfinished(Repositories.DIRECTORY);
    if (Repository.exists(driver, Repositories.DIRECTORY)) {
      try (Repository repository = repositories.open(storage, driver, job.uuid())) {
        takeBack(repository, job);
      }
    }
    room.rememberMeasured(storage, driver, job);
  }

  /** What was sent stays for the next backup, and counts until it is cleaned up. */
  public void accountForRemains(Job job, Transaction transaction) {
    room.accountFor(storage(job), job, transaction);
  }
}
