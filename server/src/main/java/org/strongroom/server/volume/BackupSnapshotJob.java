package org.strongroom.server.volume;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.snapshot.BackupVolumeSnapshot;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.volume.backup.BackupStep;
import org.strongroom.server.volume.backup.KnownSnapshot;
import org.strongroom.server.volume.backup.Placement;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.server.volume.repository.BackupMade;
import org.strongroom.server.volume.repository.FinishedCopy;
import org.strongroom.server.volume.repository.GenerationFacts;
import org.strongroom.server.volume.repository.Measured;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.server.volume.repository.RepositoryRoom;
import org.strongroom.storage.repository.Repository;

/** BackupVolumeSnapshot: one more copy of a snapshot, or a new one in place of a damaged one. */
final class BackupSnapshotJob
    implements JobDefinition<BackupVolumeSnapshot, InventoryReply<VolumeSnapshotInventory>> {
  private final VolumeParts parts;
  private final Placement placement;
  private final RepositoryRoom room;
  private final BackupStep<BackupVolumeSnapshot> step;
  private final CopyForgetting forgetting;
  private final ReadyStorages storages;
  private final Repositories repositories;
  private final FinishedCopy finished;

  BackupSnapshotJob(
      VolumeParts parts,
      Placement placement,
      RepositoryRoom room,
      BackupStep<BackupVolumeSnapshot> step,
      CopyForgetting forgetting,
      ReadyStorages storages,
      Repositories repositories) {
    this.parts = parts;
    this.placement = placement;
    this.room = room;
    this.step = step;
    this.forgetting = forgetting;
    this.storages = storages;
    this.repositories = repositories;
    this.finished = new FinishedCopy(room);
  }

  @Override
  public Class<BackupVolumeSnapshot> operation() {
    return BackupVolumeSnapshot.class;
  }

  @Override
  public Start accept(BackupVolumeSnapshot request, Call call, Transaction transaction) {
    SnapshotRow snapshot =
        SnapshotRow.lock(request.uuid(), transaction)
            .orElseThrow(() -> ApiException.notFound(ResourceType.VOLUME_SNAPSHOT, request.uuid()));
    if (!snapshot.status().equals(SnapshotRow.READY)) {
      throw ApiException.busy(
          "%s is %s; it has no bytes yet".formatted(snapshot.label(), snapshot.status()));
    }
    List<SnapshotCopy> all = SnapshotCopy.all(snapshot.uuid(), transaction.sql());
    StorageRow storage = storage(request, snapshot, all, transaction);
    Optional<SnapshotCopy> there =
        all.stream().filter(copy -> copy.storageUuid().equals(storage.uuid())).findFirst();
    there.ifPresent(BackupSnapshotJob::checkReplaceable);
    if (snapshot.access() == null && KnownSnapshot.sources(all, storage.uuid()).isEmpty()) {
      throw ApiException.refused(
          "no other copy of %s is good, and it was not registered where it can be read"
              .formatted(snapshot.label()));
    }
    name(snapshot, transaction);
    long atMost = BackupVolumeJob.atMost(snapshot.size());
    room.begin(storage.uuid(), call.jobUuid(), atMost, transaction);
    if (there.isEmpty()) {
      FinishedCopy.announce(snapshot.uuid(), storage, call.jobUuid(), transaction);
      return new Start(snapshot.uuid(), BackupStep.start(storage.uuid(), atMost));
    }
    replace(there.get(), call, transaction);
    return new Start(
        snapshot.uuid(),
        BackupStep.replacing(storage.uuid(), atMost, there.get().generation().orElseThrow().hex()));
  }

  private StorageRow storage(
      BackupVolumeSnapshot request,
      SnapshotRow snapshot,
      List<SnapshotCopy> all,
      Transaction transaction) {
    if (request.backupStorageUuid() != null) {
      return parts.rules().require(request.backupStorageUuid(), Purpose.TRANSFER, transaction);
    }
    Set<String> except = new HashSet<>();
    all.stream()
        .filter(copy -> !copy.is(SnapshotCopy.DAMAGED))
        .forEach(copy -> except.add(copy.storageUuid()));
    String zone =
        Optional.ofNullable(snapshot.volumeUuid())
            .flatMap(uuid -> VolumeRow.find(uuid, transaction.sql()))
            .map(VolumeRow::zoneUuid)
            .orElse(null);
    return placement.choose(
        new Placement.Need(snapshot.label(), snapshot.volumeUuid(), zone, snapshot.size(), except),
        transaction);
  }

  private static void checkReplaceable(SnapshotCopy copy) {
    if (copy.is(SnapshotCopy.CREATING)) {
      throw ApiException.busy(copy.label() + " is being made already");
    }
    if (!copy.is(SnapshotCopy.DAMAGED) || copy.generation().isEmpty()) {
      throw ApiException.refused(
          copy.label() + " is there and good, as far as is known; VerifyVolumeSnapshot proves it");
    }
  }

  /** What its generations are named by: as those of its volume. */
  private static void name(SnapshotRow snapshot, Transaction transaction) {
    if (snapshot.repositoryHost() != null) {
      return;
    }
    String of = snapshot.volumeUuid() == null ? snapshot.uuid() : snapshot.volumeUuid();
    String name =
        VolumeRow.find(of, transaction.sql()).map(VolumeRow::name).orElse(snapshot.name());
    transaction
        .sql()
        .update(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.REPOSITORY_HOST, GenerationFacts.hostOf(of, name, transaction))
        .where(VOLUME_SNAPSHOT.UUID.eq(snapshot.uuid()))
        .execute();
  }

  private static void replace(SnapshotCopy copy, Call call, Transaction transaction) {
    transaction
        .sql()
        .update(VOLUME_SNAPSHOT_COPY)
        .set(VOLUME_SNAPSHOT_COPY.STATUS, SnapshotCopy.CREATING)
        .set(VOLUME_SNAPSHOT_COPY.JOB_UUID, call.jobUuid())
        .where(SnapshotCopy.row(copy.snapshotUuid(), copy.storageUuid()))
        .execute();
  }

  @Override
  public List<Step<BackupVolumeSnapshot>> steps() {
    return List.of(step, Step.of("forget", this::forgetReplaced));
  }

  /** The damaged generation goes once a good one is there, and known to be. */
  private void forgetReplaced(BackupVolumeSnapshot request, Job job) throws Exception {
    if (BackupStep.replaced(job).isEmpty()) {
      return;
    }
    String storage = BackupStep.storage(job);
    ReadyStorages.Ready ready = storages.await(storage, Purpose.DELETE_BYTES, job);
    try (Repository repository = repositories.open(storage, ready.driver(), job.uuid())) {
      repository.forget(BackupStep.replaced(job).get());
    }
    Measured measured = room.measure(storage, ready.driver());
    BackupMade.recall(job).orElseThrow().measuredAs(measured).remember(job);
  }

  @Override
  public InventoryReply<VolumeSnapshotInventory> complete(
      BackupVolumeSnapshot request, Job job, Transaction transaction) {
    SnapshotRow snapshot =
        SnapshotRow.lock(request.uuid(), transaction)
            .orElseThrow(() -> ApiException.refused("the snapshot was deleted meanwhile"));
    BackupMade made = BackupMade.recall(job).orElseThrow();
    String storage = BackupStep.storage(job);
    finished.copyIsThere(snapshot.uuid(), storage, made, job, transaction);
    transaction
        .sql()
        .update(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.SIZE, made.logical())
        .set(VOLUME_SNAPSHOT.UPDATED, parts.clock().millis())
        .where(VOLUME_SNAPSHOT.UUID.eq(snapshot.uuid()))
        .execute();
    parts
        .events()
        .write(
            new Event(
                ResourceType.VOLUME_SNAPSHOT,
                snapshot.uuid(),
                snapshot.name(),
                BackupStep.replaced(job).isPresent() ? "Healed" : "Copied",
                null,
                null,
                "to " + StorageRows.require(storage, transaction.sql()).label()),
            job.call(),
            transaction);
    return Snapshots.reply(parts, snapshot.uuid(), transaction);
  }

  @Override
  public void abandon(
      BackupVolumeSnapshot request, Job job, ApiError error, Transaction transaction) {
    String storage = BackupStep.storage(job);
    Optional<SnapshotRow> snapshot = SnapshotRow.lock(request.uuid(), transaction);
    room.release(storage, job.uuid(), transaction);
    step.accountForRemains(job, transaction);
    var own =
        SnapshotCopy.row(request.uuid(), storage).and(VOLUME_SNAPSHOT_COPY.JOB_UUID.eq(job.uuid()));
    if (BackupStep.replaced(job).isPresent()) {
      transaction
          .sql()
          .update(VOLUME_SNAPSHOT_COPY)
          .set(VOLUME_SNAPSHOT_COPY.STATUS, SnapshotCopy.DAMAGED)
          .setNull(VOLUME_SNAPSHOT_COPY.JOB_UUID)
          .where(own)
          .execute();
      return;
    }
    transaction.sql().deleteFrom(VOLUME_SNAPSHOT_COPY).where(own).execute();
    snapshot.ifPresent(row -> forgetting.removeIfNothingIsLeft(row, false, job, transaction));
  }
}
