package org.strongroom.server.volume.repository;

import java.io.IOException;
import java.util.Optional;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.job.Job;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.storage.repository.Repository;

/** Repositories that a job reads from, one after the other: what it leaves in them are locks. */
public final class ReadRepositories {
  private static final String READ_FROM = "readFrom";

  private final ReadyStorages storages;
  private final Repositories repositories;

  public ReadRepositories(ReadyStorages storages, Repositories repositories) {
    this.storages = storages;
    this.repositories = repositories;
  }

  /** Opens the one of a copy; what earlier runs of the job have left there goes. */
  public Repository open(SnapshotCopy copy, Job job) throws IOException, InterruptedException {
    ReadyStorages.Ready source = storages.await(copy.storageUuid(), Purpose.READ, job);
    RunsWrites driver = new RunsWrites(source.driver(), job);
    job.remember(READ_FROM, copy.storageUuid());
    if (driver.isAgain()) {
      driver.removeUnfinished(Repositories.LOCKS);
    }
    Repository repository = repositories.open(copy.storageUuid(), driver, job.uuid());
    boolean done = false;
    try {
      repository.removeOwnLocks();
      done = true;
      return repository;
    } finally {
      if (!done) {
        repository.close();
      }
    }
  }

  /** Removes what the job has left in the last one. */
  public void undo(Job job) throws IOException {
    Optional<String> readFrom = job.recall(READ_FROM);
    if (readFrom.isEmpty()) {
      return;
    }
    RunsWrites driver = new RunsWrites(storages.any(readFrom.get(), job).driver(), job);
    driver.removeAllUnfinished(Repositories.LOCKS);
    try (Repository repository = repositories.open(readFrom.get(), driver, job.uuid())) {
      repository.removeOwnLocks();
    }
  }
}
