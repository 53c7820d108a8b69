package org.strongroom.server.volume;

import static org.strongroom.server.catalog.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.ZoneTable.ZONE;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.volume.BackupVolume;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.IoErrors;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.repository.BackupFacts;
import org.strongroom.storage.repository.BackupResult;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.snapshot.Generation;

/** Reads a volume into a repository; what an earlier run has sent counts. */
final class BackupStep implements Step<BackupVolume> {
  private static final String STORAGE = "storage";
  private static final String HOST = "host";
  private static final String AT_MOST = "atMost";
  private static final String TIME = "time";
  private static final String WRITTEN = "written";
  private static final String REMAINS = "remains";
  private static final String SNAPSHOT_TAG = "snapshot";

  private final Database database;
  private final VolumeAccesses accesses;
  private final VolumeDisks disks;
  private final ReadyStorages storages;
  private final Repositories repositories;
  private final RepositoryRoom room;

  BackupStep(
      Database database,
      VolumeAccesses accesses,
      VolumeDisks disks,
      ReadyStorages storages,
      Repositories repositories,
      RepositoryRoom room) {
    this.database = database;
    this.accesses = accesses;
    this.disks = disks;
    this.storages = storages;
    this.repositories = repositories;
    this.room = room;
  }

  /** What the job remembers from its begin. */
  static Map<String, String> start(
      VolumeRow volume, String storageUuid, String host, long atMost, long now) {
    return Map.of(
        STORAGE, storageUuid, HOST, host, AT_MOST, Long.toString(atMost), TIME, Long.toString(now));
  }

  static String storage(Job job) {
    return job.recall(STORAGE).orElseThrow();
  }

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public void run(BackupVolume request, Job job) throws Exception {
    if (BackupMade.recall(job).isPresent()) {
      return; // an earlier run was cut off right after it had said so
    }
    VolumeRow volume = database.read(sql -> VolumeRow.require(request.uuid(), sql));
    String storage = storage(job);
    ReadyStorages.Ready ready = storages.await(storage, Purpose.GO_ON, job);
    long begun = Long.parseLong(job.recall(AT_MOST).orElseThrow());
    RepositoryRoom.Growing driver = room.growing(ready.driver(), storage, begun, job);
    if (driver.isAgain()) {
      driver.removeUnfinished(Repositories.DIRECTORY);
    }
    try (Repository repository = repositories.openOrCreate(storage, driver, job)) {
      if (driver.isAgain()) {
        takeBack(repository, job);
      }
      backUp(volume, repository, driver, job);
    } finally {
      job.remember(WRITTEN, Long.toString(driver.written()));
    }
  }

  private static boolean isAgain(Job job) {
    return job.lease().writeIds().size() > 1;
  }

  private void backUp(VolumeRow volume, Repository repository, StorageDriver driver, Job job)
      throws IOException {
    VolumeAccess access = accesses.open(volume.uuid(), volume.access(), volume.hostKey());
    try (OpenedVolume opened = opened(access, volume)) {
      job.checkStopped();
      job.progress().advance(0, opened.disk().size());
      BackupResult result =
          repository.backUp(opened.disk(), facts(volume, job), new WorkProgress(job));
      long measured = RepositoryRoom.measure(driver, Repositories.DIRECTORY);
      BackupMade.of(result, opened.bytes(), measured).remember(job);
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

  private BackupFacts facts(VolumeRow volume, Job job) {
    List<String> tags = new ArrayList<>();
    tags.add("strongroom");
    tags.add("volume:" + volume.uuid());
    tags.add(SNAPSHOT_TAG + ":" + job.resourceUuid());
    tags.add("name:" + word(volume.name()));
    zone(volume).ifPresent(name -> tags.add("zone:" + word(name)));
    Instant time = Instant.ofEpochMilli(Long.parseLong(job.recall(TIME).orElseThrow()));
    BackupFacts facts = BackupFacts.of(job.recall(HOST).orElseThrow(), time, tags);
    Optional<ContentId> before = database.read(sql -> before(volume, storage(job), sql));
    if (before.isPresent()) {
      facts = facts.after(before.get());
    }
    return isAgain(job) ? facts.resumedRun() : facts;
  }

  private static String word(String name) {
    return name.replace(',', ';');
  }

  private Optional<String> zone(VolumeRow volume) {
    return database.read(sql ->
        sql.select(ZONE.NAME)
            .from(ZONE)
            .where(ZONE.UUID.eq(volume.zoneUuid()))
            .fetchOptional(ZONE.NAME));
  }

  /** The newest snapshot of the volume that the storage has whole. */
  private static Optional<ContentId> before(VolumeRow volume, String storage, DSLContext sql) {
    return sql
        .select(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID)
        .from(VOLUME_SNAPSHOT_COPY)
        .join(VOLUME_SNAPSHOT)
        .on(VOLUME_SNAPSHOT.UUID.eq(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID))
        .where(VOLUME_SNAPSHOT.VOLUME_UUID.eq(volume.uuid()))
        .and(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID.eq(storage))
        .and(VOLUME_SNAPSHOT_COPY.STATUS.eq(SnapshotCopy.READY))
        .and(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID.isNotNull())
        .orderBy(VOLUME_SNAPSHOT.CREATED.desc())
        .limit(1)
        .fetch(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID)
        .stream()
        .flatMap(id -> ContentId.parse(id).stream())
        .findFirst();
  }

  /** Removes the locks of earlier runs of the job, and the generation that one has written. */
  private static void takeBack(Repository repository, Job job) throws IOException {
    repository.removeOwnLocks();
    for (Generation generation : repository.generations()) {
      if (generation.tag(SNAPSHOT_TAG).filter(job.resourceUuid()::equals).isPresent()) {
        repository.forget(generation.id());
      }
    }
  }

  @Override
  public void undo(BackupVolume request, Job job) throws IOException {
    if (job.lease().writeIds().size() == 1 && job.recall(WRITTEN).isEmpty()) {
      return; // nothing was ever written: a storage that hangs does not hold up the end of the job
    }
    String storage = storage(job);
    RunsWrites driver = new RunsWrites(storages.any(storage, job).driver(), job);
    driver.removeAllUnfinished(Repositories.DIRECTORY);
    if (Repository.exists(driver, Repositories.DIRECTORY)) {
      try (Repository repository = repositories.open(storage, driver, job.uuid())) {
        takeBack(repository, job);
      }
    }
    long measured = RepositoryRoom.measure(driver, Repositories.DIRECTORY);
    job.remember(REMAINS, Long.toString(measured));
  }

  /** What was sent stays for the next backup, and counts until it is cleaned up. */
  void accountForRemains(Job job, Transaction transaction) {
    String storage = storage(job);
    if (StorageRows.find(storage, transaction.sql()).isEmpty()) {
      return;
    }
    Optional<String> measured = job.recall(REMAINS);
    if (measured.isPresent()) {
      room.account(storage, Long.parseLong(measured.get()), transaction);
    } else {
      long written = job.recall(WRITTEN).map(Long::parseLong).orElse(0L);
      room.accountMore(storage, written, transaction);
    }
  }
}
