package org.strongroom.server.volume;

import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.strongroom.api.ApiError;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.snapshot.RegisterVolumeSnapshot;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.volume.disk.SameServer;
import org.strongroom.server.volume.disk.VolumeAccess;
import org.strongroom.server.volume.disk.VolumeAccesses;
import org.strongroom.server.volume.disk.VolumeDisks;
import org.strongroom.server.volume.disk.VolumeLook;
import org.strongroom.server.volume.record.NewSnapshot;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.record.VolumeRow;

/** Registers a snapshot that exists elsewhere, once its disk could be opened. */
final class RegisterSnapshotJob
    implements JobDefinition<RegisterVolumeSnapshot, InventoryReply<VolumeSnapshotInventory>> {
  private final VolumeParts parts;
  private final VolumeAccesses accesses;
  private final VolumeDisks disks;

  RegisterSnapshotJob(VolumeParts parts, VolumeAccesses accesses, VolumeDisks disks) {
    this.parts = parts;
    this.accesses = accesses;
    this.disks = disks;
  }

  @Override
  public Class<RegisterVolumeSnapshot> operation() {
    return RegisterVolumeSnapshot.class;
  }

  @Override
  public Start accept(RegisterVolumeSnapshot request, Call call, Transaction transaction) {
    if (request.name() != null && !request.name().isEmpty()) {
      RegisterVolumeJob.checkName(request.name());
    }
    access(request, VolumeRow.require(request.volumeUuid(), transaction.sql()), call.caller());
    parts.tags().check(ResourceType.VOLUME_SNAPSHOT, request.resource());
    String uuid = Uuid.chosenOrRandom(request.resource().resourceUuid());
    ResourceUuids.checkFree(uuid, transaction.sql());
    return new Start(uuid, Map.of());
  }

  private VolumeAccess access(RegisterVolumeSnapshot request, VolumeRow volume, Caller caller) {
    return SameServer.of(
        request.url(),
        request.username(),
        request.password(),
        request.privateKey(),
        request.hostKeyFingerprint(),
        accesses.of(volume),
        caller);
  }

  @Override
  public List<Step<RegisterVolumeSnapshot>> steps() {
    return List.of(Step.of("look", this::look));
  }

  private void look(RegisterVolumeSnapshot request, Job job) {
    VolumeRow volume = parts.database().read(sql -> VolumeRow.require(request.volumeUuid(), sql));
    VolumeAccess access = access(request, volume, job.call().caller());
    try {
      VolumeLook.at(access, RegisterVolumeJob.format(request.format()), disks).remember(job);
    } catch (IOException e) {
      throw RegisterVolumeJob.unreadable(access, e);
    }
  }

  @Override
  public InventoryReply<VolumeSnapshotInventory> complete(
      RegisterVolumeSnapshot request, Job job, Transaction transaction) {
    String uuid = job.resourceUuid();
    VolumeRow volume = VolumeRow.lock(request.volumeUuid(), transaction);
    VolumeAccess access = access(request, volume, job.call().caller());
    VolumeLook look = VolumeLook.recall(job).orElseThrow();
    String name =
        request.name() == null || request.name().isEmpty() ? volume.name() : request.name();
    long now = parts.clock().millis();
    ResourceUuids.take(ResourceType.VOLUME_SNAPSHOT, uuid, transaction);
    NewSnapshot.insert(
        new NewSnapshot(uuid, name, request.description(), volume, SnapshotRow.READY, now),
        transaction);
    transaction
        .sql()
        .update(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.FORMAT, look.format().wireName())
        .set(VOLUME_SNAPSHOT.SIZE, look.size())
        .set(VOLUME_SNAPSHOT.PRIMARY_STORAGE_INSTALL_PATH, access.shown())
        .set(VOLUME_SNAPSHOT.ACCESS, accesses.seal(uuid, access))
        .set(VOLUME_SNAPSHOT.HOST_KEY, look.hostKey().orElse(null))
        .where(VOLUME_SNAPSHOT.UUID.eq(uuid))
        .execute();
    NewSnapshot.becomesLatest(uuid, volume.uuid(), transaction);
    parts.tags().create(ResourceType.VOLUME_SNAPSHOT, uuid, request.resource(), transaction);
    parts
        .events()
        .write(Event.created(ResourceType.VOLUME_SNAPSHOT, uuid, name), job.call(), transaction);
    return Snapshots.reply(parts, uuid, transaction);
  }

  @Override
  public void abandon(
      RegisterVolumeSnapshot request, Job job, ApiError error, Transaction transaction) {
    // Nothing was written.
  }
}
