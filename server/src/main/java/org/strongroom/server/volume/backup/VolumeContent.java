package org.strongroom.server.volume.backup;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.volume.BackupVolume;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.job.IoErrors;
import org.strongroom.server.job.Job;
import org.strongroom.server.volume.disk.OpenedVolume;
import org.strongroom.server.volume.disk.VolumeAccess;
import org.strongroom.server.volume.disk.VolumeAccesses;
import org.strongroom.server.volume.disk.VolumeDisks;
import org.strongroom.server.volume.disk.WorkProgress;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.server.volume.repository.GenerationFacts;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.nbd.client.NbdDisk;
import org.strongroom.storage.repository.BackupResult;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.work.BackupFacts;

/** The bytes of a volume as they are now. */
public final class VolumeContent implements BackupStep.Content<BackupVolume> {
  private final Database database;
  private final VolumeAccesses accesses;
  private final VolumeDisks disks;

  public VolumeContent(Database database, VolumeAccesses accesses, VolumeDisks disks) {
    this.database = database;
    this.accesses = accesses;
    this.disks = disks;
  }

  @Override
  public @Nullable Long bandwidthLimit(BackupVolume request) {
    return request.bandwidthLimit();
  }

  @Override
  public BackupStep.Stored store(BackupVolume request, Repository repository, Job job)
      throws IOException {
    VolumeRow volume = database.read(sql -> VolumeRow.require(request.uuid(), sql));
    BackupFacts facts =
        database.read(sql ->
            GenerationFacts.of(
                SnapshotRow.require(job.resourceUuid(), sql), BackupStep.storage(job), job, sql));
    VolumeAccess access = accesses.open(volume.uuid(), volume.requireAccess(), volume.hostKey());
    Optional<String> bitmap = Optional.ofNullable(request.bitmap());
    try (OpenedVolume opened = opened(access, volume, bitmap)) {
      job.checkStopped();
      job.progress().advance(0, opened.disk().size());
      return new BackupStep.Stored(
          bitmap.isPresent()
              ? byBitmap(opened.disk(), facts, repository, job)
              : repository.backUp(opened.disk(), facts, new WorkProgress(job)),
          opened.bytes());
    }
  }

  private BackupResult byBitmap(Disk disk, BackupFacts facts, Repository repository, Job job)
      throws IOException {
    var use = new BitmapUse(job);
    Optional<SnapshotCopy> base =
        database.read(sql ->
            use.base().flatMap(uuid -> SnapshotCopy.find(uuid, BackupStep.storage(job), sql)));
    long size =
        database.read(sql ->
            use.base()
                .flatMap(uuid -> SnapshotRow.find(uuid, sql))
                .map(SnapshotRow::size)
                .orElse(0L));
    BackupFacts advised =
        use.advise(
            facts,
            disk instanceof NbdDisk export ? export.changes() : Optional.empty(),
            base.flatMap(SnapshotCopy::generation),
            size == disk.size());
    BackupResult result = repository.backUp(disk, advised, new WorkProgress(job));
    use.remember(result);
    return result;
  }

  private OpenedVolume opened(VolumeAccess access, VolumeRow volume, Optional<String> bitmap) {
    try {
      return disks.open(access, Optional.of(volume.format()), bitmap);
    } catch (IOException e) {
      throw new ApiException(
          IoErrors.as(
              ErrorCode.IO_FAILED,
              "%s at %s cannot be read: %s".formatted(volume.label(), volume.url(), e.getMessage()),
              e));
    }
  }
}
