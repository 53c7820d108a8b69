package org.strongroom.server.volume;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.strongroom.api.ApiException;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.image.DiskOrigin;
import org.strongroom.server.job.Job;
import org.strongroom.server.volume.backup.KnownSnapshot;
import org.strongroom.server.volume.disk.OpenedVolume;
import org.strongroom.server.volume.disk.VolumeAccess;
import org.strongroom.server.volume.disk.VolumeAccesses;
import org.strongroom.server.volume.disk.VolumeDisks;
import org.strongroom.server.volume.disk.WorkProgress;
import org.strongroom.server.volume.record.CopyFindings;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.server.volume.repository.CopyDisk;
import org.strongroom.server.volume.repository.ReadRepositories;
import org.strongroom.storage.conversion.ConvertedDisk;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.source.ImageSource;

/** Where the disks of snapshots and volumes can be read, to make images of them. */
final class SnapshotPlaces {
  private final Database database;
  private final VolumeAccesses accesses;
  private final VolumeDisks disks;
  private final ReadRepositories repositories;
  private final CopyFindings findings;

  SnapshotPlaces(
      Database database,
      VolumeAccesses accesses,
      VolumeDisks disks,
      ReadRepositories repositories,
      CopyFindings findings) {
    this.database = database;
    this.accesses = accesses;
    this.disks = disks;
    this.repositories = repositories;
    this.findings = findings;
  }

  /** Its good copies, and where it exists anyway. */
  List<DiskOrigin.Place> ofSnapshot(String uuid, ImageFormat format, Job job) {
    SnapshotRow snapshot = database.read(sql -> SnapshotRow.require(uuid, sql));
    List<DiskOrigin.Place> places = new ArrayList<>();
    for (SnapshotCopy copy :
        database.read(sql -> KnownSnapshot.sources(SnapshotCopy.all(uuid, sql), ""))) {
      places.add(new OfCopy(copy, format, job));
    }
    if (snapshot.access() != null) {
      VolumeAccess access = accesses.open(uuid, snapshot.access(), snapshot.hostKey());
      String kept = snapshot.format();
      places.add(
          new Elsewhere(
              access, Optional.ofNullable(kept).flatMap(ImageFormat::ofWireName), format));
    }
    if (places.isEmpty()) {
      throw ApiException.refused("no copy of %s is good".formatted(snapshot.label()));
    }
    return places;
  }

  /** As it is now. */
  List<DiskOrigin.Place> ofVolume(String uuid, ImageFormat format) {
    VolumeRow volume = database.read(sql -> VolumeRow.require(uuid, sql));
    VolumeAccess access = accesses.open(uuid, volume.requireAccess(), volume.hostKey());
    return List.of(new Elsewhere(access, Optional.of(volume.format()), format));
  }

  void undo(Job job) throws IOException {
    repositories.undo(job);
  }

  private final class Elsewhere implements DiskOrigin.Place {
    private final VolumeAccess access;
    private final Optional<ImageFormat> found;
    private final ImageFormat wanted;

    Elsewhere(VolumeAccess access, Optional<ImageFormat> found, ImageFormat wanted) {
      this.access = access;
      this.found = found;
      this.wanted = wanted;
    }

    @Override
    public ImageSource open() throws IOException {
      OpenedVolume opened = disks.open(access, found);
      boolean done = false;
      try {
        var source = new Held(ConvertedDisk.of(opened.disk(), wanted), opened);
        done = true;
        return source;
      } finally {
        if (!done) {
          opened.close();
        }
      }
    }

    @Override
    public void failed(IOException why) {
      // It is told to the caller.
    }
  }

  private final class OfCopy implements DiskOrigin.Place {
    private final SnapshotCopy copy;
    private final ImageFormat wanted;
    private final Job job;

    OfCopy(SnapshotCopy copy, ImageFormat wanted, Job job) {
      this.copy = copy;
      this.wanted = wanted;
      this.job = job;
    }

    @Override
    public ImageSource open() throws IOException {
      try {
        return open(repositories.open(copy, job));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StorageException(StorageException.Reason.FAILED, "interrupted", e);
      }
    }

    private ImageSource open(Repository repository) throws IOException {
      Closeable lock = () -> {};
      boolean done = false;
      try {
        lock = repository.lock(new WorkProgress(job));
        Disk disk = CopyDisk.open(copy, repository);
        Closeable held = lock;
        var source =
            new Held(
                ConvertedDisk.of(disk, wanted),
                () -> {
                  try (repository;
                      held) {
                    disk.close();
                  }
                });
        done = true;
        return source;
      } finally {
        if (!done) {
          try (repository) {
            lock.close();
          }
        }
      }
    }

    @Override
    public void failed(IOException why) {
      for (Throwable cause = why; cause != null; cause = cause.getCause()) {
        if (cause instanceof RepositoryException found && CopyFindings.isDamage(found)) {
          findings.damaged(copy, String.valueOf(found.getMessage()), job.call());
          return;
        }
      }
    }
  }

  /** A disk with what holds it. */
  private record Held(ConvertedDisk disk, Closeable holder) implements ImageSource {
    @Override
    public OptionalLong length() {
      return disk.length();
    }

    @Override
    public InputStream stream() {
      return disk.stream();
    }

    @Override
    public void close() throws IOException {
      holder.close();
    }
  }
}
