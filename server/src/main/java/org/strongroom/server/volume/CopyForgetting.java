package org.strongroom.server.volume;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRemoval;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.repository.CleanUps;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.server.volume.repository.RepositoryRoom;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.repository.Repository;

/**
 * Takes copies of volume snapshots away: the repository forgets the generation, whose blocks others
 * may need. What nobody needs is removed by a later clean-up.
 */
final class CopyForgetting {
  private static final String SIZE = "size ";
  private static final String LEFT = "left";

  /** Of a file that lies elsewhere than the catalog says, or that may be there or not. */
  private static final long UNKNOWN = -1;

  private final VolumeParts parts;
  private final ReadyStorages storages;
  private final Repositories repositories;
  private final RepositoryRoom room;

  CopyForgetting(
      VolumeParts parts, ReadyStorages storages, Repositories repositories, RepositoryRoom room) {
    this.parts = parts;
    this.storages = storages;
    this.repositories = repositories;
    this.room = room;
  }

  /**
   * Makes sure that nobody makes or replaces the copies now.
   *
   * @throws ApiException SYS.1006
   */
  static void checkFree(List<SnapshotCopy> copies) {
    copies.stream()
        .filter(copy -> copy.is(SnapshotCopy.CREATING))
        .findFirst()
        .ifPresent(copy -> {
          throw ApiException.busy(copy.label() + " is being made; cancel its job first");
        });
  }

  /**
   * Finds out what each copy's own file takes, before it goes: to measure the repository afterwards
   * would be to list all files in it for each of thousands.
   *
   * @param enforcing whether what cannot be looked at is passed over, and told
   */
  void look(List<SnapshotCopy> copies, boolean enforcing, Job job)
      throws IOException, InterruptedException {
    each(copies, enforcing, job, this::look);
  }

  private void look(SnapshotCopy copy, Job job) throws IOException, InterruptedException {
    StorageDriver driver = driver(copy, job);
    room.rememberChanges(copy.storageUuid(), job);
    long size = 0;
    if (isAlone(copy)) {
      StoragePath file = Repositories.SNAPSHOTS.resolve(copy.generation().orElseThrow().hex());
      size = driver.stat(file).map(StorageEntry::size).orElse(UNKNOWN);
    }
    job.remember(SIZE + copy.storageUuid(), Long.toString(size));
  }

  /**
   * Lets the repositories forget what {@link #look} has seen.
   *
   * @param enforcing whether what cannot be done is passed over, and told
   */
  void forget(List<SnapshotCopy> copies, boolean enforcing, Job job)
      throws IOException, InterruptedException {
    List<SnapshotCopy> seen =
        copies.stream().filter(copy -> job.recall(SIZE + copy.storageUuid()).isPresent()).toList();
    each(seen, enforcing, job, this::forget);
  }

  private interface Action {
    void run(SnapshotCopy copy, Job job) throws IOException, InterruptedException;
  }

  private static void each(List<SnapshotCopy> copies, boolean enforcing, Job job, Action action)
      throws IOException, InterruptedException {
    List<String> left = new ArrayList<>();
    job.recall(LEFT).ifPresent(left::add);
    for (SnapshotCopy copy : copies) {
      if (copy.generation().isEmpty()) {
        continue;
      }
      try {
        action.run(copy, job);
      } catch (IOException | ApiException e) {
        job.checkStopped();
        if (!enforcing) {
          throw e;
        }
        job.remember(SIZE + copy.storageUuid(), Long.toString(UNKNOWN));
        left.add(copy.label() + ": " + e.getMessage());
      }
    }
    if (!left.isEmpty()) {
      job.remember(LEFT, String.join("; ", left));
    }
  }

  /** Whether its generation has nothing else, which would go with it. */
  private static boolean isAlone(SnapshotCopy copy) {
    return copy.file().isEmpty();
  }

  private StorageDriver driver(SnapshotCopy copy, Job job)
      throws IOException, InterruptedException {
    return storages.await(copy.storageUuid(), Purpose.DELETE_BYTES, job).driver();
  }

  private void forget(SnapshotCopy copy, Job job) throws IOException, InterruptedException {
    String storage = copy.storageUuid();
    StorageDriver driver = driver(copy, job);
    if (!isAlone(copy)) {
      return;
    }
    if (Repository.exists(driver, Repositories.DIRECTORY)) {
      try (Repository repository = repositories.open(storage, driver, job.uuid())) {
        repository.forget(copy.generation().orElseThrow());
      }
    }
  }

  private void account(String storage, Job job, Transaction transaction) {
    long size = job.recall(SIZE + storage).map(Long::parseLong).orElse(0L);
    if (size == UNKNOWN) { // somebody has tagged it or removed it, or the storage is away
      RepositoryRoom.inDoubt(storage, transaction);
    } else if (size > 0) {
      room.changed(storage, -size, job, transaction);
    }
  }

  /** Removes the rows of copies. */
  void removeRows(List<SnapshotCopy> copies, Job job, Transaction transaction) {
    for (SnapshotCopy copy : copies) {
      transaction
          .sql()
          .deleteFrom(VOLUME_SNAPSHOT_COPY)
          .where(SnapshotCopy.row(copy.snapshotUuid(), copy.storageUuid()))
          .execute();
      account(copy.storageUuid(), job, transaction);
      CleanUps.becomeDue(copy.storageUuid(), parts.clock().millis(), transaction);
    }
  }

  /**
   * Removes a snapshot that has no copy left.
   *
   * @param everywhere whether one goes too that exists elsewhere
   */
  void removeIfNothingIsLeft(
      SnapshotRow snapshot, boolean everywhere, Job job, Transaction transaction) {
    if (SnapshotCopy.all(snapshot.uuid(), transaction.sql()).isEmpty()
        && (everywhere || snapshot.access() == null)) {
      remove(snapshot, job, transaction);
    }
  }

  private void remove(SnapshotRow snapshot, Job job, Transaction transaction) {
    parts.tags().deleteAll(ResourceType.VOLUME_SNAPSHOT, snapshot.uuid(), transaction);
    SnapshotRemoval.remove(snapshot.uuid(), transaction);
    Event deleted =
        new Event(
            ResourceType.VOLUME_SNAPSHOT,
            snapshot.uuid(),
            snapshot.name(),
            "Deleted",
            null,
            null,
            job.recall(LEFT).map(left -> "left behind: " + left).orElse(null));
    parts.events().write(deleted, job.call(), transaction);
  }
}
