package org.strongroom.server.volume;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.snapshot.VerifyVolumeSnapshot;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.repository.GenerationProof;
import org.strongroom.storage.repository.verify.KnownPacks;
import org.strongroom.storage.repository.verify.VerifyDepth;

/** VerifyVolumeSnapshot: one copy after the other; what is found is kept with each at once. */
final class VerifySnapshotJob
    implements JobDefinition<VerifyVolumeSnapshot, InventoryReply<VolumeSnapshotInventory>> {
  private final VolumeParts parts;
  private final ReadyStorages storages;
  private final GenerationProof proof;

  VerifySnapshotJob(VolumeParts parts, ReadyStorages storages, GenerationProof proof) {
    this.parts = parts;
    this.storages = storages;
    this.proof = proof;
  }

  @Override
  public Class<VerifyVolumeSnapshot> operation() {
    return VerifyVolumeSnapshot.class;
  }

  @Override
  public Start accept(VerifyVolumeSnapshot request, Call call, Transaction transaction) {
    SnapshotRow snapshot = SnapshotRow.require(request.uuid(), transaction.sql());
    if (copies(request, SnapshotCopy.all(snapshot.uuid(), transaction.sql())).isEmpty()) {
      throw ApiException.refused("%s has no copy to verify".formatted(snapshot.label()));
    }
    return new Start(snapshot.uuid(), Map.of());
  }

  private static List<SnapshotCopy> copies(VerifyVolumeSnapshot request, List<SnapshotCopy> all) {
    String storage = request.backupStorageUuid();
    return all.stream()
        .filter(copy -> storage == null || copy.storageUuid().equals(storage))
        .filter(copy -> !copy.is(SnapshotCopy.CREATING) && copy.generation().isPresent())
        .toList();
  }

  @Override
  public List<Step<VerifyVolumeSnapshot>> steps() {
    return List.of(Step.of("verify", this::verify));
  }

  private void verify(VerifyVolumeSnapshot request, Job job) throws Exception {
    List<String> obstacles = new ArrayList<>();
    List<SnapshotCopy> all =
        parts.database().read(sql -> copies(request, SnapshotCopy.all(request.uuid(), sql)));
    for (SnapshotCopy copy : all) {
      job.checkStopped();
      try {
        ReadyStorages.Ready ready = storages.await(copy.storageUuid(), Purpose.INSPECT, job);
        proof.prove(
            copy,
            ready.driver(),
            job.uuid(),
            request.deep() ? VerifyDepth.DATA : VerifyDepth.DIGEST,
            new KnownPacks(),
            job.call(),
            done -> {
              job.checkStopped();
              job.progress().advance(done, -1);
            });
      } catch (ApiException | IOException e) {
        job.checkStopped();
        obstacles.add("'%s': %s".formatted(copy.storageName(), e.getMessage()));
      }
    }
    if (!obstacles.isEmpty()) {
      throw ApiException.refused("not verified: " + String.join("; ", obstacles));
    }
  }

  @Override
  public InventoryReply<VolumeSnapshotInventory> complete(
      VerifyVolumeSnapshot request, Job job, Transaction transaction) {
    SnapshotRow.require(request.uuid(), transaction.sql());
    return Snapshots.reply(parts, request.uuid(), transaction);
  }

  @Override
  public void abandon(
      VerifyVolumeSnapshot request, Job job, ApiError error, Transaction transaction) {
    // What was found is kept with the copies.
  }
}
