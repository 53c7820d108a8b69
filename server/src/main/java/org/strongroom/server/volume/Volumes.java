package org.strongroom.server.volume;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.val;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.repository.GetRepositoryPassword;
import org.strongroom.api.snapshot.UpdateVolumeSnapshot;
import org.strongroom.api.volume.DeleteVolume;
import org.strongroom.api.volume.QueryVolume;
import org.strongroom.server.backupstorage.record.StorageCascade;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.backupstorage.upkeep.StorageContent;
import org.strongroom.server.backupstorage.upkeep.StorageRescan;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.image.Images;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.volume.backup.BackupStep;
import org.strongroom.server.volume.backup.KnownSnapshot;
import org.strongroom.server.volume.backup.Placement;
import org.strongroom.server.volume.backup.VolumeContent;
import org.strongroom.server.volume.disk.VolumeAccesses;
import org.strongroom.server.volume.disk.VolumeDisks;
import org.strongroom.server.volume.disk.VolumeExports;
import org.strongroom.server.volume.disk.VolumeHosts;
import org.strongroom.server.volume.record.CopyFindings;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.server.volume.repository.GenerationProof;
import org.strongroom.server.volume.repository.ReadRepositories;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.server.volume.repository.RepositoryCascade;
import org.strongroom.server.volume.repository.RepositoryMeasuring;
import org.strongroom.server.volume.repository.RepositoryRoom;

/** Everything about volumes, put together. */
public final class Volumes {
  private final VolumeParts parts;
  private final RegisterVolumeJob register;
  private final UpdateVolumeJob update;
  private final List<JobDefinition<?, ?>> snapshots;
  private final RepositoryKeys keys;
  private final CleanRepositoryJob clean;
  private final RepositoryRoom room;
  private final SnapshotExports exported;
  private final SnapshotPlaces places;
  private final Placement placement;
  private final SnapshotDownloads downloads;
  private final RepositoryAnswers answers;
  private final SnapshotContent content;
  private final RepositoryCascade cascade;
  private final RepositoryRescan rescan;

  public Volumes(VolumeParts parts) {
    this.parts = parts;
    VolumeAccesses accesses = new VolumeAccesses(parts.vault());
    VolumeHosts hosts = new VolumeHosts(parts.bounds(), () -> parts.hostPaths().ofThisMachine());
    VolumeExports exports = new VolumeExports(() -> parts.hostPaths().ofThisMachine(), parts.nbd());
    VolumeDisks disks = new VolumeDisks(hosts, parts.sources(), exports);
    register = new RegisterVolumeJob(parts, accesses, disks);
    update = new UpdateVolumeJob(parts, accesses, disks);
    ReadyStorages ready = new ReadyStorages(parts.database(), parts.drivers(), parts.rules());
    Repositories repositories =
        new Repositories(parts.database(), parts.vault(), parts.clock(), parts.bandwidths());
    room = new RepositoryRoom(parts.database(), parts.reservations());
    CopyFindings findings = new CopyFindings(parts.database(), parts.events(), parts.clock());
    GenerationProof proof = new GenerationProof(repositories, findings);
    CopyForgetting forgetting = new CopyForgetting(parts, ready, repositories, room);
    ReadRepositories reading = new ReadRepositories(ready, repositories);
    places = new SnapshotPlaces(parts.database(), accesses, disks, reading, findings);
    placement = new Placement(parts.rules(), new SecureRandom());
    clean = new CleanRepositoryJob(parts, ready, repositories, room);
    keys = new RepositoryKeys(parts, ready, repositories, room);
    snapshots =
        List.of(
            new ChangePasswordJob(parts, ready, repositories, room),
            new ImportRepositoryJob(parts, ready, repositories, room),
            new RegisterSnapshotJob(parts, accesses, disks),
            new BackupSnapshotJob(
                parts,
                placement,
                room,
                new BackupStep<>(
                    ready,
                    repositories,
                    room,
                    new KnownSnapshot(parts.database(), accesses, disks, ready, reading, proof)),
                forgetting,
                ready,
                repositories),
            new BackupVolumeJob(
                parts,
                accesses,
                placement,
                room,
                new BackupStep<>(
                    ready,
                    repositories,
                    room,
                    new VolumeContent(parts.database(), accesses, disks))),
            new RestoreSnapshotJob(parts, accesses, hosts, exports, ready, repositories, findings),
            new VerifySnapshotJob(parts, ready, proof),
            clean,
            DeleteSnapshotJob.whole(parts, forgetting),
            DeleteSnapshotJob.copies(parts, forgetting));
    downloads = new SnapshotDownloads(parts, repositories, findings);
    exported = new SnapshotExports(parts, repositories, parts.exportPlace());
    answers = new RepositoryAnswers(parts, repositories);
    content = new SnapshotContent(proof);
    cascade = new RepositoryCascade(parts.garbage());
    rescan = new RepositoryRescan(parts, repositories, room, findings, proof);
  }

  /** The snapshots that are served now; whoever owns the volumes closes it. */
  public SnapshotExports exports() {
    return exported;
  }

  /** Reads snapshots back. */
  public SnapshotDownloads downloads() {
    return downloads;
  }

  /** The copies of snapshots, to be verified with all that lies on a storage. */
  public StorageContent content() {
    return content;
  }

  /** What happens to a repository when its storage is deleted. */
  public StorageCascade cascade() {
    return cascade;
  }

  /** The snapshots in a repository, when its storage is looked through. */
  public StorageRescan rescan() {
    return rescan;
  }

  /** Lets images be made of volumes and of their snapshots. */
  public void register(Images images, OperationRegistry operations, JobEngine engine) {
    operations.job(images.of(Template.rootOfVolume(placement, places)), engine);
    operations.job(images.of(Template.rootOfSnapshot(placement, places)), engine);
    operations.job(images.of(Template.dataOfVolume(placement, places)), engine);
    operations.job(images.of(Template.dataOfSnapshot(placement, places)), engine);
  }

  /** Cleans repositories up by itself once it is started. */
  public CleanSchedule cleanSchedule(JobEngine jobs, Predicate<String> owned) {
    return new CleanSchedule(parts.database(), jobs, clean, parts.cleaning(), owned, parts.clock());
  }

  /** Measures repositories again by itself once it is started. */
  public RepositoryMeasuring measuring(Predicate<String> owned) {
    return new RepositoryMeasuring(parts.database(), parts.drivers(), room, owned);
  }

  /** Tells which operations are carried out here, and the engine how to go on with their jobs. */
  public void register(OperationRegistry operations, JobEngine engine) {
    operations.answer(QueryVolume.class, this::query);
    operations.change(DeleteVolume.class, this::delete);
    operations.job(register, engine);
    operations.job(update, engine);
    snapshots.forEach(job -> operations.job(job, engine));
    keys.jobs().forEach(job -> operations.job(job, engine));
    operations.change(UpdateVolumeSnapshot.class, this::updateSnapshot);
    operations.answer(GetRepositoryPassword.class, answers::password);
    exported.register(operations);
  }

  private QueryReply<VolumeInventory> query(QueryVolume request, Caller caller) {
    Condition own = caller.limitedTo().map(VOLUME.ACCOUNT_UUID::eq).orElse(DSL.noCondition());
    return parts
        .database()
        .read(sql ->
            parts
                .queries()
                .findFor(caller.limitedTo(), sql, VolumeInventory.class, request.query(), own));
  }

  private InventoryReply<VolumeSnapshotInventory> updateSnapshot(
      UpdateVolumeSnapshot request, Call call, Transaction transaction) {
    if (request.name() != null) {
      RegisterVolumeJob.checkName(request.name());
    }
    transaction
        .sql()
        .update(VOLUME_SNAPSHOT)
        .set(
            VOLUME_SNAPSHOT.NAME,
            coalesce(val(request.name(), VOLUME_SNAPSHOT.NAME), VOLUME_SNAPSHOT.NAME))
        .set(
            VOLUME_SNAPSHOT.DESCRIPTION,
            coalesce(
                val(request.description(), VOLUME_SNAPSHOT.DESCRIPTION),
                VOLUME_SNAPSHOT.DESCRIPTION))
        .set(VOLUME_SNAPSHOT.UPDATED, parts.clock().millis())
        .where(VOLUME_SNAPSHOT.UUID.eq(request.uuid()))
        .execute();
    return Snapshots.reply(parts, request.uuid(), transaction);
  }

  private EmptyReply delete(DeleteVolume request, Call call, Transaction transaction) {
    VolumeRow row = VolumeRow.find(request.uuid(), transaction.sql()).orElse(null);
    if (row == null) {
      if (!Uuid.isUuid(request.uuid())) {
        throw ApiException.notFound(ResourceType.VOLUME, request.uuid());
      }
      return new EmptyReply();
    }
    parts.tags().deleteAll(ResourceType.VOLUME, row.uuid(), transaction);
    transaction.sql().deleteFrom(VOLUME).where(VOLUME.UUID.eq(row.uuid())).execute();
    parts
        .events()
        .write(Event.deleted(ResourceType.VOLUME, row.uuid(), row.name()), call, transaction);
    return new EmptyReply();
  }

  static InventoryReply<VolumeInventory> reply(
      VolumeParts parts, String uuid, Transaction transaction) {
    return new InventoryReply<>(
        parts.queries().byUuid(transaction.sql(), VolumeInventory.class, uuid).orElseThrow());
  }
}
