package org.strongroom.server.backupstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.backupstorage.Cloud.parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.backupstorage.AddFileSystemBackupStorage;
import org.strongroom.api.backupstorage.AttachBackupStorageToZone;
import org.strongroom.api.backupstorage.ChangeBackupStorageState;
import org.strongroom.api.backupstorage.DeleteBackupStorage;
import org.strongroom.api.backupstorage.GetBackupStorageCapacity;
import org.strongroom.api.backupstorage.ReconnectBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.job.JobOutcome;

/** What the other tests show on SQLite, once through on PostgreSQL, where rows have locks. */
final class StorageLifeOnPostgresTest {
  private final Cloud cloud = Cloud.onPostgres();
  @TempDir private Path directory;

  @AfterEach
  void close() {
    cloud.close();
  }

  private Map<String, Object> local(String name) {
    return parameters("name", name, "url", directory.resolve(name).toString());
  }

  @Test
  void fromAddToDelete() {
    BackupStorageInventory storage = cloud.storage(AddFileSystemBackupStorage.class, local("a"));
    String zone = cloud.zone("zone1").uuid();
    cloud.storage(
        AttachBackupStorageToZone.class,
        parameters("zoneUuid", zone, "backupStorageUuid", storage.uuid()));
    var sums =
        (GetBackupStorageCapacity.Reply)
            cloud.answer(GetBackupStorageCapacity.class, Map.of("zoneUuids", List.of(zone)));
    assertThat(sums.totalCapacity()).isEqualTo(storage.totalCapacity());
    cloud.storage(
        ChangeBackupStorageState.class,
        parameters("uuid", storage.uuid(), "stateEvent", "disable"));
    cloud.storage(ReconnectBackupStorage.class, Map.of("uuid", storage.uuid()));
    cloud.storages.start();
    Awaitility.await().until(() -> cloud.show(storage.uuid()).status().equals("Connected"));
    cloud.succeed(DeleteBackupStorage.class, Map.of("uuid", storage.uuid()));
    assertThat(cloud.find(storage.uuid())).isEmpty();
    assertThat(directory.resolve("a")).isEmptyDirectory();
  }

  @Test
  void manyAtOnceForOneDirectoryAddOne() {
    List<String> jobs =
        IntStream.range(0, 8)
            .mapToObj(i -> cloud.submit(AddFileSystemBackupStorage.class, local("same")))
            .toList();
    assertThat(jobs.stream().map(cloud::await).filter(JobOutcome.Succeeded.class::isInstance))
        .hasSize(1);
  }
}
