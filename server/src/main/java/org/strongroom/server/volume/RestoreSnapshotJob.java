package org.strongroom.server.volume;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.snapshot.RestoreVolumeSnapshot;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.job.IoErrors;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.volume.disk.RestoreTarget;
import org.strongroom.server.volume.disk.SameServer;
import org.strongroom.server.volume.disk.StoredDisk;
import org.strongroom.server.volume.disk.VolumeAccess;
import org.strongroom.server.volume.disk.VolumeAccesses;
import org.strongroom.server.volume.disk.VolumeExports;
import org.strongroom.server.volume.disk.VolumeHosts;
import org.strongroom.server.volume.disk.WorkProgress;
import org.strongroom.server.volume.record.BitmapTrust;
import org.strongroom.server.volume.record.CopyFindings;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.server.volume.repository.Bandwidths;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.server.volume.repository.RunsWrites;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.file.RepositoryException;
import tools.jackson.databind.json.JsonMapper;

/** RestoreVolumeSnapshot: writes what a generation holds to a file or device. */
final class RestoreSnapshotJob
    implements JobDefinition<RestoreVolumeSnapshot, InventoryReply<VolumeSnapshotInventory>> {
  private static final String TO = "to";
  private static final String READ_FROM = "readFrom";

  /** The snapshot, which may go while it is restored. */
  private static final String SHOWN = "shown";

  private static final String WRITTEN = "written";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final VolumeParts parts;
  private final VolumeAccesses accesses;
  private final VolumeHosts hosts;
  private final VolumeExports exports;
  private final ReadyStorages storages;
  private final Repositories repositories;
  private final CopyFindings findings;

  RestoreSnapshotJob(
      VolumeParts parts,
      VolumeAccesses accesses,
      VolumeHosts hosts,
      VolumeExports exports,
      ReadyStorages storages,
      Repositories repositories,
      CopyFindings findings) {
    this.parts = parts;
    this.accesses = accesses;
    this.hosts = hosts;
    this.exports = exports;
    this.storages = storages;
    this.repositories = repositories;
    this.findings = findings;
  }

  @Override
  public Class<RestoreVolumeSnapshot> operation() {
    return RestoreVolumeSnapshot.class;
  }

  @Override
  public Start accept(RestoreVolumeSnapshot request, Call call, Transaction transaction) {
    DSLContext sql = transaction.sql();
    SnapshotRow snapshot = SnapshotRow.require(request.uuid(), sql);
    RestoreTarget target = target(request, snapshot, call.caller(), sql);
    target.check();
    List<SnapshotCopy> good = good(request, sql);
    if (good.isEmpty()) {
      throw ApiException.refused("no copy of %s is good".formatted(snapshot.label()));
    }
    // What is written here need not come by the machine that keeps the bitmaps of a volume there.
    BitmapTrust.forgetAt(target.access().shown(), transaction);
    VolumeSnapshotInventory shown = Snapshots.reply(parts, request.uuid(), transaction).inventory();
    return new Start(
        snapshot.uuid(),
        Map.of(TO, target.access().shown(), SHOWN, JSON.writeValueAsString(shown)));
  }

  private static List<SnapshotCopy> good(RestoreVolumeSnapshot request, DSLContext sql) {
    String storage = request.backupStorageUuid();
    return SnapshotCopy.all(request.uuid(), sql).stream()
        .filter(copy -> storage == null || copy.storageUuid().equals(storage))
        .filter(copy -> copy.is(SnapshotCopy.READY) && copy.generation().isPresent())
        .toList();
  }

  /**
   * Onto the volume itself in its format; else raw. Its server need not be given a secret again.
   */
  private RestoreTarget target(
      RestoreVolumeSnapshot request, SnapshotRow snapshot, Caller caller, DSLContext sql) {
    Optional<VolumeRow> volume =
        Optional.ofNullable(snapshot.volumeUuid()).flatMap(uuid -> VolumeRow.find(uuid, sql));
    Optional<VolumeAccess> own = volume.flatMap(accesses::of);
    Optional<ImageFormat> format = RegisterVolumeJob.format(request.format());
    if (request.to() == null) {
      VolumeAccess access =
          own.orElseThrow(() ->
              ApiException.invalid(
                  "nobody has said where the volume of %s is: say with 'to' where it is restored to"
                      .formatted(snapshot.label())));
      ImageFormat itself = volume.orElseThrow().format();
      if (itself != ImageFormat.RAW && itself != ImageFormat.QCOW2) {
        throw ApiException.invalid(
            "%s is %s, which is not written: say with 'to' where the snapshot is restored to"
                .formatted(volume.orElseThrow().label(), itself.wireName()));
      }
      return new RestoreTarget(access, itself, request.changedOnly());
    }
    return new RestoreTarget(
        SameServer.of(
            request.to(),
            request.username(),
            request.password(),
            request.privateKey(),
            request.hostKeyFingerprint(),
            own,
            caller),
        format.orElse(ImageFormat.RAW),
        request.changedOnly());
  }

  @Override
  public List<Step<RestoreVolumeSnapshot>> steps() {
    return List.of(new RestoreStep());
  }

  /** What is left of it on storages are locks. */
  private final class RestoreStep implements Step<RestoreVolumeSnapshot> {
    @Override
    public String name() {
      return "restore";
    }

    @Override
    public void run(RestoreVolumeSnapshot request, Job job) throws Exception {
      restore(request, job);
    }

    @Override
    public void undo(RestoreVolumeSnapshot request, Job job) throws IOException {
      for (String storage : job.recall(READ_FROM).stream().toList()) {
        RunsWrites driver = new RunsWrites(storages.any(storage, job).driver(), job);
        driver.removeAllUnfinished(Repositories.LOCKS);
        try (Repository repository = repositories.open(storage, driver, job.uuid())) {
          repository.removeOwnLocks();
        }
      }
    }
  }

  private void restore(RestoreVolumeSnapshot request, Job job) throws Exception {
    if (job.recall(WRITTEN).isPresent()) {
      return; // by the run before, and what it was read from may have gone since
    }
    RestoreTarget target =
        parts
            .database()
            .read(sql ->
                target(
                    request, SnapshotRow.require(request.uuid(), sql), job.call().caller(), sql));
    List<String> obstacles = new ArrayList<>();
    for (SnapshotCopy copy : parts.database().read(sql -> good(request, sql))) {
      job.checkStopped();
      try {
        ReadyStorages.Ready ready = storages.await(copy.storageUuid(), Purpose.READ, job);
        restore(copy, Bandwidths.ofCall(request.bandwidthLimit(), ready.driver()), target, job);
        job.remember(WRITTEN, "");
        return;
      } catch (RepositoryException e) {
        job.checkStopped();
        if (CopyFindings.isDamage(e)) {
          findings.damaged(copy, String.valueOf(e.getMessage()), job.call());
        }
        obstacles.add(copy.label() + ": " + e.getMessage());
      } catch (ApiException e) {
        job.checkStopped();
        obstacles.add(String.valueOf(e.getMessage()));
      }
    }
    throw ApiException.refused("not restored: " + String.join("; ", obstacles));
  }

  private void restore(SnapshotCopy copy, StorageDriver storage, RestoreTarget target, Job job)
      throws IOException {
    RunsWrites driver = new RunsWrites(storage, job);
    job.remember(READ_FROM, copy.storageUuid());
    if (driver.isAgain()) {
      driver.removeUnfinished(Repositories.LOCKS);
    }
    try (Repository repository = repositories.open(copy.storageUuid(), driver, job.uuid())) {
      repository.removeOwnLocks();
      Closeable lock = repository.lock(new WorkProgress(job));
      try (RestoreTarget.Opened opened = opened(target)) {
        opened.write(new StoredDisk(repository, copy), job);
      } finally {
        lock.close();
      }
    }
  }

  private RestoreTarget.Opened opened(RestoreTarget target) {
    try {
      return target.open(hosts, exports);
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  private static ApiException unwritable(RestoreTarget target, IOException reason) {
    return new ApiException(
        IoErrors.as(
            ErrorCode.IO_FAILED,
            "%s cannot be written: %s".formatted(target.access().shown(), reason.getMessage()),
            reason));
  }

  /** All bytes are there, whatever has become of the snapshot meanwhile. */
  @Override
  public InventoryReply<VolumeSnapshotInventory> complete(
      RestoreVolumeSnapshot request, Job job, Transaction transaction) {
    InventoryReply<VolumeSnapshotInventory> reply =
        SnapshotRow.find(request.uuid(), transaction.sql()).isPresent()
            ? Snapshots.reply(parts, request.uuid(), transaction)
            : new InventoryReply<>(shown(request, job));
    String to = job.recall(TO).orElse("");
    BitmapTrust.forgetAt(to, transaction);
    parts
        .events()
        .write(
            new EventLog.Event(
                ResourceType.VOLUME_SNAPSHOT,
                request.uuid(),
                reply.inventory().name(),
                "Restored",
                null,
                null,
                "to " + to),
            job.call(),
            transaction);
    return reply;
  }

  /** As it was when the job began. */
  private static VolumeSnapshotInventory shown(RestoreVolumeSnapshot request, Job job) {
    return job.recall(SHOWN)
        .map(text -> JSON.readValue(text, VolumeSnapshotInventory.class))
        .orElseThrow(() -> ApiException.notFound(ResourceType.VOLUME_SNAPSHOT, request.uuid()));
  }

  @Override
  public void abandon(
      RestoreVolumeSnapshot request, Job job, ApiError error, Transaction transaction) {
    // A file that was made anew is not there; one that was written over is as far as it came.
    job.recall(TO).ifPresent(to -> BitmapTrust.forgetAt(to, transaction));
  }
}
