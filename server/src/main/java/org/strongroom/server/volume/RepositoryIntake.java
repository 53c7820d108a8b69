package org.strongroom.server.volume;

import static org.strongroom.server.catalog.system.EventTable.EVENT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.upkeep.RescanReport;
import org.strongroom.server.backupstorage.upkeep.RescanReport.Kind;
import org.strongroom.server.job.Job;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.repository.FoundSnapshot;
import org.strongroom.server.volume.repository.SnapshotAdoption;
import org.strongroom.storage.repository.DiskSearch;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.snapshot.Generation;

/**
 * Takes in what a repository has and the catalog has not. Nothing is written to the repository, and
 * a further run goes on where one was cut off.
 */
final class RepositoryIntake {
  private static final int AT_ONCE = 50;
  private static final int LONGEST_FILE = 4096;

  private final VolumeParts parts;
  private final SnapshotAdoption adoption;
  private final StorageRow storage;
  private final Repository repository;
  private final Job job;
  private final boolean dryRun;
  private final RescanReport report;
  private final List<FoundSnapshot> waiting = new ArrayList<>();
  private final List<SnapshotCopy> added = new ArrayList<>();

  /**
   * @param dryRun whether nothing is changed
   * @param report told what is found
   */
  RepositoryIntake(
      VolumeParts parts,
      StorageRow storage,
      Repository repository,
      Job job,
      boolean dryRun,
      RescanReport report) {
    this.parts = parts;
    this.adoption = new SnapshotAdoption(parts.events(), parts.clock());
    this.storage = storage;
    this.repository = repository;
    this.job = job;
    this.dryRun = dryRun;
    this.report = report;
  }

  /** The copies that the catalog has now and had not before. */
  List<SnapshotCopy> added() {
    return added;
  }

  /** Takes in what Strongroom servers have made; the rest is passed over. */
  void ours(List<Generation> generations) throws IOException {
    for (Generation generation : generations) {
      job.checkStopped();
      if (FoundSnapshot.isOurs(generation).isPresent()) {
        ours(generation);
      }
    }
    takeIn();
  }

  /**
   * Takes in everything.
   *
   * @return whether others have made any of it
   */
  boolean all(List<Generation> generations) throws IOException {
    DiskSearch search = repository.search();
    boolean foreign = false;
    int done = 0;
    for (Generation generation : generations) {
      job.checkStopped();
      job.progress().advance(done++, generations.size());
      if (FoundSnapshot.isOurs(generation).isPresent()) {
        ours(generation);
      } else {
        foreign = true;
        foreign(generation, search);
      }
    }
    takeIn();
    return foreign;
  }

  private void ours(Generation generation) throws IOException {
    long size;
    try {
      size = generation.logicalBytes() > 0 ? generation.logicalBytes() : sizeOf(generation);
    } catch (RepositoryException e) {
      leave(generation, String.valueOf(e.getMessage()));
      return;
    }
    Optional<FoundSnapshot> found = FoundSnapshot.ours(generation, size, parts.clock().millis());
    if (found.isPresent()) {
      look(found.get());
    }
  }

  private long sizeOf(Generation generation) throws IOException {
    try (var disk = repository.disk(generation.id())) {
      return disk.size();
    }
  }

  private void foreign(Generation generation, DiskSearch search) throws IOException {
    switch (search.in(generation)) {
      case DiskSearch.Result.None(String reason) -> leave(generation, reason);
      case DiskSearch.Result.Disks(var disks) -> {
        for (var disk : disks) {
          if (disk.path().length() > LONGEST_FILE) {
            leave(generation, "its path is longer than can be kept");
          } else {
            long now = parts.clock().millis();
            look(FoundSnapshot.foreign(repository.id(), generation, disk, now));
          }
        }
      }
    }
  }

  private void leave(Generation generation, String reason) {
    String name = generation.hostname() + ":" + String.join(", ", generation.paths());
    report.add(
        Kind.UNKNOWN, path(generation.id().hex()), null, name, generation.logicalBytes(), reason);
  }

  private static String path(String generation) {
    return "repository/snapshots/" + generation;
  }

  /** One that the catalog has not is taken in. */
  private void look(FoundSnapshot found) throws IOException {
    Optional<SnapshotCopy> copy =
        parts.database().read(sql -> SnapshotCopy.find(found.uuid(), storage.uuid(), sql));
    if (copy.isPresent()) {
      if (isByThisJob(found)) {
        adopted(found, null);
      }
      return;
    }
    // The catalog was asked first: one that is being deleted has its generation deleted before.
    if (!repository.has(found.generation())) {
      return;
    }
    waiting.add(found);
    if (waiting.size() >= AT_ONCE) {
      takeIn();
    }
  }

  private boolean isByThisJob(FoundSnapshot found) {
    return job.lease().writeIds().size() > 1
        && parts
            .database()
            .read(sql ->
                sql.fetchExists(
                    EVENT,
                    EVENT
                        .RESOURCE_UUID
                        .eq(found.uuid())
                        .and(EVENT.JOB_UUID.eq(job.uuid()))
                        .and(EVENT.WHAT.eq(SnapshotAdoption.IMPORTED))));
  }

  private void takeIn() {
    List<Optional<String>> obstacles =
        dryRun
            ? parts
                .database()
                .read(sql ->
                    waiting.stream().map(found -> SnapshotAdoption.obstacle(found, sql)).toList())
            : job.lease()
                .write(transaction ->
                    waiting.stream()
                        .map(found -> adoption.add(found, storage, job.call(), transaction))
                        .toList());
    for (int i = 0; i < waiting.size(); i++) {
      adopted(waiting.get(i), obstacles.get(i).orElse(null));
    }
    waiting.clear();
  }

  private void adopted(FoundSnapshot found, @org.jspecify.annotations.Nullable String obstacle) {
    report.add(
        obstacle == null ? Kind.ADOPTED : Kind.UNKNOWN,
        path(found.generation().hex()) + found.file().map(file -> ":" + file).orElse(""),
        found.uuid(),
        found.name(),
        found.size(),
        obstacle);
    if (obstacle == null && !dryRun) {
      parts
          .database()
          .read(sql -> SnapshotCopy.find(found.uuid(), storage.uuid(), sql))
          .ifPresent(added::add);
    }
  }
}
