package org.strongroom.server.volume.backup;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.snapshot.BackupVolumeSnapshot;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.job.IoErrors;
import org.strongroom.server.job.Job;
import org.strongroom.server.volume.disk.OpenedVolume;
import org.strongroom.server.volume.disk.VolumeAccess;
import org.strongroom.server.volume.disk.VolumeAccesses;
import org.strongroom.server.volume.disk.VolumeDisks;
import org.strongroom.server.volume.disk.WorkProgress;
import org.strongroom.server.volume.record.CopyFindings;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.repository.CopyDisk;
import org.strongroom.server.volume.repository.GenerationFacts;
import org.strongroom.server.volume.repository.GenerationProof;
import org.strongroom.server.volume.repository.ReadRepositories;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.repository.BackupResult;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.verify.VerifyDepth;
import org.strongroom.storage.repository.verify.VerifyListener;
import org.strongroom.storage.repository.work.BackupFacts;

/** The bytes of a snapshot that has a good copy somewhere, or exists elsewhere. */
public final class KnownSnapshot implements BackupStep.Content<BackupVolumeSnapshot> {
  private final Database database;
  private final VolumeAccesses accesses;
  private final VolumeDisks disks;
  private final ReadyStorages storages;
  private final ReadRepositories repositories;
  private final GenerationProof proof;

  public KnownSnapshot(
      Database database,
      VolumeAccesses accesses,
      VolumeDisks disks,
      ReadyStorages storages,
      ReadRepositories repositories,
      GenerationProof proof) {
    this.database = database;
    this.accesses = accesses;
    this.disks = disks;
    this.storages = storages;
    this.repositories = repositories;
    this.proof = proof;
  }

  /** The good copies that a new one on a storage can be made from. */
  public static List<SnapshotCopy> sources(List<SnapshotCopy> all, String targetUuid) {
    return all.stream()
        .filter(copy -> !copy.storageUuid().equals(targetUuid))
        .filter(copy -> copy.is(SnapshotCopy.READY) && copy.generation().isPresent())
        .toList();
  }

  @Override
  public @Nullable Long bandwidthLimit(BackupVolumeSnapshot request) {
    return request.bandwidthLimit();
  }

  @Override
  public BackupStep.Stored store(BackupVolumeSnapshot request, Repository target, Job job)
      throws Exception {
    String storage = BackupStep.storage(job);
    SnapshotRow snapshot = database.read(sql -> SnapshotRow.require(request.uuid(), sql));
    BackupFacts facts = database.read(sql -> GenerationFacts.of(snapshot, storage, job, sql));
    List<String> obstacles = new ArrayList<>();
    for (SnapshotCopy copy :
        database.read(sql -> sources(SnapshotCopy.all(snapshot.uuid(), sql), storage))) {
      job.checkStopped();
      try {
        return copied(copy, target, facts, job);
      } catch (ApiException | IOException e) {
        job.checkStopped();
        obstacles.add(copy.label() + ": " + e.getMessage());
        facts = facts.resumedRun();
      }
    }
    if (snapshot.access() != null) {
      return read(snapshot, snapshot.access(), target, facts, job);
    }
    throw ApiException.refused(
        obstacles.isEmpty()
            ? "no copy of %s is good any more".formatted(snapshot.label())
            : "not copied: " + String.join("; ", obstacles));
  }

  private BackupStep.Stored copied(SnapshotCopy copy, Repository target, BackupFacts facts, Job job)
      throws IOException, InterruptedException {
    try (Repository from = repositories.open(copy, job)) {
      BackupResult result =
          copy.format() == ImageFormat.RAW
              ? target.copy(
                  CopyDisk.stored(copy, from),
                  facts,
                  BackupStep.replaced(job).isPresent(),
                  new WorkProgress(job))
              : unpacked(copy, from, target, facts, job);
      return new BackupStep.Stored(result, result.logicalBytes());
    } catch (RepositoryException e) {
      job.checkStopped();
      if (CopyFindings.isDamage(e)) {
        // which of the two repositories it was in, it does not tell
        ReadyStorages.Ready source = storages.await(copy.storageUuid(), Purpose.READ, job);
        proof.prove(copy, source.driver(), job.uuid(), job.call(), done -> job.checkStopped());
      }
      throw e;
    }
  }

  /** The disk in an image that somebody has backed up as a file. */
  private static BackupResult unpacked(
      SnapshotCopy copy, Repository from, Repository target, BackupFacts facts, Job job)
      throws IOException {
    if (BackupStep.replaced(job).isPresent()) {
      dropWhatIsBad(target, job);
    }
    try (Closeable _ = from.lock(new WorkProgress(job));
        Disk disk = CopyDisk.open(copy, from)) {
      return target.backUp(disk, facts, new WorkProgress(job));
    }
  }

  private static void dropWhatIsBad(Repository target, Job job) throws IOException {
    var bad = target.verify(VerifyDepth.DIGEST, VerifyListener.NONE).badPacks().keySet();
    if (!bad.isEmpty()) {
      target.dropBadPacks(bad, new WorkProgress(job));
    }
  }

  private BackupStep.Stored read(
      SnapshotRow snapshot, String sealed, Repository target, BackupFacts facts, Job job)
      throws IOException {
    VolumeAccess access = accesses.open(snapshot.uuid(), sealed, snapshot.hostKey());
    if (BackupStep.replaced(job).isPresent()) {
      dropWhatIsBad(target, job);
    }
    try (OpenedVolume opened = opened(access, snapshot)) {
      job.checkStopped();
      job.progress().advance(0, opened.disk().size());
      BackupResult result = target.backUp(opened.disk(), facts, new WorkProgress(job));
      return new BackupStep.Stored(result, opened.bytes());
    }
  }

  private OpenedVolume opened(VolumeAccess access, SnapshotRow snapshot) {
    try {
      return disks.open(
          access, Optional.ofNullable(snapshot.format()).flatMap(ImageFormat::ofWireName));
    } catch (IOException e) {
      throw new ApiException(
          IoErrors.as(
              ErrorCode.IO_FAILED,
              "%s at %s cannot be read: %s"
                  .formatted(snapshot.label(), access.shown(), e.getMessage()),
              e));
    }
  }

  @Override
  public void undo(BackupVolumeSnapshot request, Job job) throws IOException {
    repositories.undo(job);
  }
}
