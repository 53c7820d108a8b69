package org.strongroom.server.backupstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.backupstorage.Cloud.parameters;
import static org.strongroom.server.catalog.storage.BackupStorageZoneTable.BACKUP_STORAGE_ZONE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.backupstorage.AddFileSystemBackupStorage;
import org.strongroom.api.backupstorage.AttachBackupStorageToZone;
import org.strongroom.api.backupstorage.DeleteBackupStorage;
import org.strongroom.api.backupstorage.DetachBackupStorageFromZone;
import org.strongroom.api.zone.DeleteZone;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.job.JobOutcome;

/** A storage is attached to a zone and detached from it while one of them goes. */
class ZoneLinksAtOnceTest {
  private static final int ROUNDS = Integer.getInteger("strongroom.rounds", 100);

  @TempDir private Path directory;
  private final Random random = new Random(11);

  private static Cloud open(CatalogKind kind) {
    return kind == CatalogKind.SQLITE ? Cloud.onSqlite() : Cloud.onPostgres();
  }

  private String storage(Cloud cloud) {
    return cloud
        .storage(
            AddFileSystemBackupStorage.class,
            parameters("name", "s", "url", directory.resolve("s").toString()))
        .uuid();
  }

  @ParameterizedTest
  @EnumSource
  void aZoneThatGoesTakesItsLinksWithIt(CatalogKind kind) throws Exception {
    try (Cloud cloud = open(kind);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      String storage = storage(cloud);
      for (int round = 0; round < ROUNDS; round++) {
        String zone = cloud.zone("z").uuid();
        atOnce(cloud, callers, storage, zone, DeleteZone.class, zone);
        assertThat(links(cloud)).as("round %d", round).isZero();
        assertThat(cloud.show(storage).attachedZoneUuids()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStorageThatGoesTakesItsLinksWithIt(CatalogKind kind) throws Exception {
    try (Cloud cloud = open(kind);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      String zone = cloud.zone("z").uuid();
      for (int round = 0; round < ROUNDS / 2; round++) {
        String storage = storage(cloud);
        atOnce(cloud, callers, storage, zone, DeleteBackupStorage.class, storage);
        cloud.run(DeleteBackupStorage.class, Map.of("uuid", storage));
        assertThat(cloud.find(storage)).as("round %d", round).isEmpty();
        assertThat(links(cloud)).as("round %d", round).isZero();
      }
    }
  }

  /** Whoever comes too late is told so; nobody runs into what the database refuses. */
  private void atOnce(
      Cloud cloud,
      ExecutorService callers,
      String storage,
      String zone,
      Class<? extends Record> deletion,
      String deleted)
      throws Exception {
    Map<String, Object> link = parameters("zoneUuid", zone, "backupStorageUuid", storage);
    List<Callable<JobOutcome>> calls = new ArrayList<>();
    calls.add(() -> cloud.run(AttachBackupStorageToZone.class, link));
    calls.add(() -> cloud.run(AttachBackupStorageToZone.class, link));
    calls.add(() -> cloud.run(DetachBackupStorageFromZone.class, link));
    calls.add(() -> cloud.run(deletion, Map.of("uuid", deleted)));
    Collections.shuffle(calls, random);
    for (Future<JobOutcome> outcome : callers.invokeAll(calls)) {
      if (outcome.get() instanceof JobOutcome.Failed(var error)) {
        assertThat(error.toString()).doesNotContain(ErrorCode.INTERNAL.code());
      }
    }
  }

  private static int links(Cloud cloud) {
    return cloud.database.read(sql -> sql.fetchCount(BACKUP_STORAGE_ZONE));
  }
}
