package org.strongroom.server.volume;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;

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
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.repository.CleanUps;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.server.volume.repository.RepositoryRoom;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.repository.Repository;

/**
 * Takes copies of volume snapshots away: the repository forgets the generation, whose blocks others
 * may need. What nobody needs is removed by a later clean-up.
 */
final class CopyForgetting {
  private static final String MEASURED = "measured ";
  private static final String LEFT = "left";

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
   * Lets the repositories forget.
   *
   * @param enforcing whether what cannot be done is passed over, and told
   */
  void forget(List<SnapshotCopy> copies, boolean enforcing, Job job)
      throws IOException, InterruptedException {
    List<String> left = new ArrayList<>();
    for (SnapshotCopy copy : copies) {
      if (copy.generation().isEmpty()) {
        continue;
      }
      try {
        forget(copy, job);
      } catch (IOException | ApiException e) {
        job.checkStopped();
        if (!enforcing) {
          throw e;
        }
        left.add(copy.label() + ": " + e.getMessage());
      }
    }
    if (!left.isEmpty()) {
      job.remember(LEFT, String.join("; ", left));
    }
  }

  private void forget(SnapshotCopy copy, Job job) throws IOException, InterruptedException {
    String storage = copy.storageUuid();
    StorageDriver driver = storages.await(storage, Purpose.DELETE_BYTES, job).driver();
    boolean alone = copy.file().isEmpty(); // else others' files would go with it
    if (alone && Repository.exists(driver, Repositories.DIRECTORY)) {
      try (Repository repository = repositories.open(storage, driver, job.uuid())) {
        repository.forget(copy.generation().orElseThrow());
      }
    }
    long measured = RepositoryRoom.measure(driver, Repositories.DIRECTORY);
    job.remember(MEASURED + storage, Long.toString(measured));
  }

  /** Removes the rows of copies. */
  void removeRows(List<SnapshotCopy> copies, Job job, Transaction transaction) {
    for (SnapshotCopy copy : copies) {
      transaction
          .sql()
          .deleteFrom(VOLUME_SNAPSHOT_COPY)
          .where(SnapshotCopy.row(copy.snapshotUuid(), copy.storageUuid()))
          .execute();
      job.recall(MEASURED + copy.storageUuid())
          .ifPresent(
              measured -> room.account(copy.storageUuid(), Long.parseLong(measured), transaction));
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

  /** Those after it hang on the one before it then. */
  private void remove(SnapshotRow snapshot, Job job, Transaction transaction) {
    var sql = transaction.sql();
    sql.update(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.PARENT_UUID, snapshot.parentUuid())
        .where(VOLUME_SNAPSHOT.PARENT_UUID.eq(snapshot.uuid()))
        .execute();
    parts.tags().deleteAll(ResourceType.VOLUME_SNAPSHOT, snapshot.uuid(), transaction);
    sql.deleteFrom(VOLUME_SNAPSHOT).where(VOLUME_SNAPSHOT.UUID.eq(snapshot.uuid())).execute();
    if (snapshot.latest() && snapshot.volumeUuid() != null) {
      SnapshotRow.newest(snapshot.volumeUuid(), sql)
          .ifPresent(newest ->
              sql.update(VOLUME_SNAPSHOT)
                  .set(VOLUME_SNAPSHOT.LATEST, true)
                  .where(VOLUME_SNAPSHOT.UUID.eq(newest.uuid()))
                  .execute());
    }
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
