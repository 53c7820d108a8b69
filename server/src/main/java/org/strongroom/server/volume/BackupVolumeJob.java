package org.strongroom.server.volume;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;

import java.util.List;
import java.util.Map;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.volume.BackupVolume;
import org.strongroom.server.backupstorage.record.Bytes;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.volume.backup.BackupStep;
import org.strongroom.server.volume.backup.BitmapUse;
import org.strongroom.server.volume.backup.Placement;
import org.strongroom.server.volume.disk.VolumeAccesses;
import org.strongroom.server.volume.record.BitmapTrust;
import org.strongroom.server.volume.record.NewSnapshot;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.server.volume.repository.BackupMade;
import org.strongroom.server.volume.repository.FinishedCopy;
import org.strongroom.server.volume.repository.GenerationFacts;
import org.strongroom.server.volume.repository.RepositoryRoom;
import org.strongroom.storage.format.ImageFormat;

/** BackupVolume: reads a volume into the repository of a storage. */
final class BackupVolumeJob
    implements JobDefinition<BackupVolume, InventoryReply<VolumeSnapshotInventory>> {
  private final VolumeParts parts;
  private final VolumeAccesses accesses;
  private final Placement placement;
  private final RepositoryRoom room;
  private final BackupStep<BackupVolume> step;
  private final FinishedCopy finished;

  BackupVolumeJob(
      VolumeParts parts,
      VolumeAccesses accesses,
      Placement placement,
      RepositoryRoom room,
      BackupStep<BackupVolume> step) {
    this.parts = parts;
    this.accesses = accesses;
    this.placement = placement;
    this.room = room;
    this.step = step;
    this.finished = new FinishedCopy(room);
  }

  @Override
  public Class<BackupVolume> operation() {
    return BackupVolume.class;
  }

  @Override
  public Start accept(BackupVolume request, Call call, Transaction transaction) {
    GenerationFacts.hostOf(
        request.uuid(), VolumeRow.lock(request.uuid(), transaction).name(), transaction);
    VolumeRow volume = VolumeRow.require(request.uuid(), transaction.sql());
    String sealed = volume.requireAccess();
    requireBitmaps(request, volume, sealed);
    StorageRow storage =
        request.backupStorageUuid() == null
            ? placement.choose(Placement.Need.of(volume), transaction)
            : parts.rules().require(request.backupStorageUuid(), Purpose.TRANSFER, transaction);
    parts.tags().check(ResourceType.VOLUME_SNAPSHOT, request.resource());
    String uuid = Uuid.chosenOrRandom(request.resource().resourceUuid());
    ResourceUuids.take(ResourceType.VOLUME_SNAPSHOT, uuid, transaction);
    room.begin(storage.uuid(), call.jobUuid(), atMost(volume.size()), transaction);
    Map<String, String> start = BackupStep.start(storage.uuid(), atMost(volume.size()));
    if (request.bitmap() != null) {
      start =
          BitmapUse.start(
              BitmapTrust.begin(
                  volume.uuid(), request.bitmap(), storage.uuid(), call.jobUuid(), transaction),
              start);
    }
    String name =
        request.name() == null || request.name().isBlank() ? volume.name() : request.name();
    NewSnapshot.insert(
        new NewSnapshot(
            uuid,
            name,
            request.description(),
            volume,
            SnapshotRow.CREATING,
            parts.clock().millis()),
        transaction);
    FinishedCopy.announce(uuid, storage, call.jobUuid(), transaction);
    parts.tags().create(ResourceType.VOLUME_SNAPSHOT, uuid, request.resource(), transaction);
    return new Start(uuid, start);
  }

  private void requireBitmaps(BackupVolume request, VolumeRow volume, String sealed) {
    if (request.bitmap() == null) {
      return;
    }
    boolean nbd =
        switch (accesses.open(volume.uuid(), sealed, volume.hostKey()).url().scheme()) {
          case NBD, NBDS, NBD_UNIX, NBDS_UNIX -> true;
          case FILE, SSH, HTTP, HTTPS -> false;
        };
    if (!nbd || volume.format() != ImageFormat.RAW || request.bitmap().isBlank()) {
      throw ApiException.invalid(
          "bitmap names a dirty bitmap of a raw NBD export, which %s is not"
              .formatted(volume.label()));
    }
  }

  /** The most that a first backup stores: all of it, and what describes it. */
  static long atMost(long size) {
    return Bytes.plus(size, 1 << 20);
  }

  @Override
  public List<Step<BackupVolume>> steps() {
    return List.of(step);
  }

  @Override
  public InventoryReply<VolumeSnapshotInventory> complete(
      BackupVolume request, Job job, Transaction transaction) {
    String uuid = job.resourceUuid();
    BackupMade made = BackupMade.recall(job).orElseThrow();
    String storage = BackupStep.storage(job);
    long now = parts.clock().millis();
    SnapshotRow snapshot =
        SnapshotRow.lock(uuid, transaction)
            .orElseThrow(() -> ApiException.refused("the snapshot was deleted meanwhile"));
    finished.copyIsThere(uuid, storage, made, job, transaction);
    becomesLatest(snapshot, made, now, transaction);
    if (request.bitmap() != null) {
      BitmapUse.end(request.bitmap(), snapshot, job, parts.events(), transaction);
    }
    parts
        .events()
        .write(
            Event.created(ResourceType.VOLUME_SNAPSHOT, uuid, snapshot.name()),
            job.call(),
            transaction);
    return Snapshots.reply(parts, uuid, transaction);
  }

  private static void becomesLatest(
      SnapshotRow snapshot, BackupMade made, long now, Transaction transaction) {
    if (snapshot.volumeUuid() != null) {
      NewSnapshot.becomesLatest(snapshot.uuid(), snapshot.volumeUuid(), transaction);
    }
    var sql = transaction.sql();
    sql.update(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.STATUS, SnapshotRow.READY)
        .set(VOLUME_SNAPSHOT.SIZE, made.logical())
        .set(VOLUME_SNAPSHOT.UPDATED, now)
        .where(VOLUME_SNAPSHOT.UUID.eq(snapshot.uuid()))
        .execute();
    sql.update(VOLUME)
        .set(VOLUME.SIZE, made.logical())
        .set(VOLUME.ACTUAL_SIZE, made.bytes())
        .where(VOLUME.UUID.eq(snapshot.volumeUuid()))
        .execute();
  }

  @Override
  public void abandon(BackupVolume request, Job job, ApiError error, Transaction transaction) {
    String uuid = job.resourceUuid();
    String storage = BackupStep.storage(job);
    var sql = transaction.sql();
    SnapshotRow.lock(uuid, transaction);
    room.release(storage, job.uuid(), transaction);
    step.accountForRemains(job, transaction);
    sql.deleteFrom(VOLUME_SNAPSHOT_COPY).where(SnapshotCopy.row(uuid, storage)).execute();
    parts.tags().deleteAll(ResourceType.VOLUME_SNAPSHOT, uuid, transaction);
    sql.deleteFrom(VOLUME_SNAPSHOT).where(VOLUME_SNAPSHOT.UUID.eq(uuid)).execute();
  }
}
