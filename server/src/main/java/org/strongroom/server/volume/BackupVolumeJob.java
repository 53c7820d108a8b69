package org.strongroom.server.volume;

import static org.strongroom.server.catalog.RepositoryTable.REPOSITORY;
import static org.strongroom.server.catalog.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.VolumeTable.VOLUME;

import java.util.List;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.volume.BackupVolume;
import org.strongroom.server.backupstorage.record.Bytes;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;

/** BackupVolume: reads a volume into the repository of a storage. */
final class BackupVolumeJob
    implements JobDefinition<BackupVolume, InventoryReply<VolumeSnapshotInventory>> {
  private final VolumeParts parts;
  private final Placement placement;
  private final RepositoryRoom room;
  private final BackupStep step;

  BackupVolumeJob(VolumeParts parts, Placement placement, RepositoryRoom room, BackupStep step) {
    this.parts = parts;
    this.placement = placement;
    this.room = room;
    this.step = step;
  }

  @Override
  public Class<BackupVolume> operation() {
    return BackupVolume.class;
  }

  @Override
  public Start accept(BackupVolume request, Call call, Transaction transaction) {
    VolumeRow volume = VolumeRow.lock(request.uuid(), transaction);
    StorageRow storage =
        request.backupStorageUuid() == null
            ? placement.choose(volume, transaction)
            : parts.rules().require(request.backupStorageUuid(), Purpose.TRANSFER, transaction);
    parts.tags().check(ResourceType.VOLUME_SNAPSHOT, request.resource());
    String uuid = Uuid.chosenOrRandom(request.resource().resourceUuid());
    ResourceUuids.take(ResourceType.VOLUME_SNAPSHOT, uuid, transaction);
    String host = hostOf(volume, transaction);
    long now = parts.clock().millis();
    room.begin(storage.uuid(), call.jobUuid(), atMost(volume), transaction);
    insert(uuid, volume, host, request, now, transaction);
    transaction
        .sql()
        .insertInto(VOLUME_SNAPSHOT_COPY)
        .set(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID, uuid)
        .set(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID, storage.uuid())
        .set(VOLUME_SNAPSHOT_COPY.INSTALL_PATH, path(storage))
        .set(VOLUME_SNAPSHOT_COPY.SIZE, 0L)
        .set(VOLUME_SNAPSHOT_COPY.STATUS, SnapshotCopy.CREATING)
        .set(VOLUME_SNAPSHOT_COPY.JOB_UUID, call.jobUuid())
        .execute();
    parts.tags().create(ResourceType.VOLUME_SNAPSHOT, uuid, request.resource(), transaction);
    return new Start(uuid, BackupStep.start(volume, storage.uuid(), host, atMost(volume), now));
  }

  /** The most that a first backup stores: all of it, and what describes it. */
  private static long atMost(VolumeRow volume) {
    return Bytes.plus(volume.size(), 1 << 20);
  }

  static String path(StorageRow storage) {
    String url = storage.url();
    return (url.endsWith("/") ? url : url + "/") + Repositories.DIRECTORY;
  }

  /** Its name in repositories: never changed, whatever the volume is called later. */
  private static String hostOf(VolumeRow volume, Transaction transaction) {
    if (volume.repositoryHost() != null) {
      return volume.repositoryHost();
    }
    String name = volume.name().replaceAll("[^\\p{IsAlphabetic}\\p{IsDigit}._-]+", "-");
    String host =
        (name.length() > 100 ? name.substring(0, 100) : name) + "-" + volume.uuid().substring(0, 8);
    transaction
        .sql()
        .update(VOLUME)
        .set(VOLUME.REPOSITORY_HOST, host)
        .where(VOLUME.UUID.eq(volume.uuid()))
        .execute();
    return host;
  }

  private static void insert(
      String uuid,
      VolumeRow volume,
      String host,
      BackupVolume request,
      long now,
      Transaction transaction) {
    Optional<SnapshotRow> before = SnapshotRow.newest(volume.uuid(), transaction.sql());
    transaction
        .sql()
        .insertInto(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.UUID, uuid)
        .set(
            VOLUME_SNAPSHOT.NAME,
            request.name() == null || request.name().isBlank() ? volume.name() : request.name())
        .set(VOLUME_SNAPSHOT.DESCRIPTION, request.description())
        .set(VOLUME_SNAPSHOT.TYPE, "Storage")
        .set(VOLUME_SNAPSHOT.VOLUME_UUID, volume.uuid())
        .set(VOLUME_SNAPSHOT.TREE_UUID, volume.uuid())
        .set(VOLUME_SNAPSHOT.PARENT_UUID, before.map(SnapshotRow::uuid).orElse(null))
        .set(VOLUME_SNAPSHOT.VOLUME_TYPE, volume.type())
        .set(VOLUME_SNAPSHOT.FORMAT, "raw")
        .set(VOLUME_SNAPSHOT.LATEST, false)
        .set(VOLUME_SNAPSHOT.SIZE, volume.size())
        .set(
            VOLUME_SNAPSHOT.DISTANCE,
            transaction
                    .sql()
                    .fetchCount(VOLUME_SNAPSHOT, VOLUME_SNAPSHOT.VOLUME_UUID.eq(volume.uuid()))
                + 1)
        .set(VOLUME_SNAPSHOT.STATE, "Enabled")
        .set(VOLUME_SNAPSHOT.STATUS, SnapshotRow.CREATING)
        .set(VOLUME_SNAPSHOT.ACCOUNT_UUID, volume.accountUuid())
        .set(VOLUME_SNAPSHOT.REPOSITORY_HOST, host)
        .set(VOLUME_SNAPSHOT.CREATED, now)
        .set(VOLUME_SNAPSHOT.UPDATED, now)
        .execute();
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
    room.release(storage, job.uuid(), transaction);
    int copies =
        transaction
            .sql()
            .update(VOLUME_SNAPSHOT_COPY)
            .set(VOLUME_SNAPSHOT_COPY.STATUS, SnapshotCopy.READY)
            .set(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID, made.generation())
            .set(
                VOLUME_SNAPSHOT_COPY.INSTALL_PATH,
                path(StorageRows.require(storage, transaction.sql()))
                    + "/snapshots/"
                    + made.generation())
            .set(VOLUME_SNAPSHOT_COPY.LOGICAL_SIZE, made.logical())
            .set(VOLUME_SNAPSHOT_COPY.NEW_SIZE, made.fresh())
            .set(VOLUME_SNAPSHOT_COPY.STORED_SIZE, made.stored())
            .setNull(VOLUME_SNAPSHOT_COPY.JOB_UUID)
            .where(SnapshotCopy.row(uuid, storage))
            .execute();
    if (copies == 0) {
      throw ApiException.refused("the copy was deleted while it was being made");
    }
    room.account(storage, made.measured(), transaction);
    transaction
        .sql()
        .update(REPOSITORY)
        .set(REPOSITORY.MADE, true)
        .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storage))
        .execute();
    becomesLatest(snapshot, made, now, transaction);
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
    var sql = transaction.sql();
    sql.update(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.LATEST, false)
        .where(VOLUME_SNAPSHOT.VOLUME_UUID.eq(snapshot.volumeUuid()))
        .and(VOLUME_SNAPSHOT.LATEST.isTrue())
        .execute();
    sql.update(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.LATEST, true)
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
