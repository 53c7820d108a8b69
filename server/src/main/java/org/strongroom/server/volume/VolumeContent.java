package org.strongroom.server.volume;

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
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.server.volume.repository.GenerationFacts;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.work.BackupFacts;

/** The bytes of a volume as they are now. */
final class VolumeContent implements BackupStep.Content<BackupVolume> {
  private final Database database;
  private final VolumeAccesses accesses;
  private final VolumeDisks disks;

  VolumeContent(Database database, VolumeAccesses accesses, VolumeDisks disks) {
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
    try (OpenedVolume opened = opened(access, volume)) {
      job.checkStopped();
      job.progress().advance(0, opened.disk().size());
      return new BackupStep.Stored(
          repository.backUp(opened.disk(), facts, new WorkProgress(job)), opened.bytes());
    }
  }

  private OpenedVolume opened(VolumeAccess access, VolumeRow volume) {
    try {
      return disks.open(access, Optional.of(volume.format()));
    } catch (IOException e) {
      throw new ApiException(
          IoErrors.as(
              ErrorCode.IO_FAILED,
              "%s at %s cannot be read: %s".formatted(volume.label(), volume.url(), e.getMessage()),
              e));
    }
  }
}
