package org.strongroom.server.backupstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.backupstorage.Cloud.parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.backupstorage.AddFileSystemBackupStorage;
import org.strongroom.api.backupstorage.AttachBackupStorageToZone;
import org.strongroom.api.backupstorage.ChangeBackupStorageState;
import org.strongroom.api.backupstorage.DeleteBackupStorage;
import org.strongroom.api.backupstorage.ReconnectBackupStorage;
import org.strongroom.api.capacity.GetBackupStorageCapacity;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.record.StorageState;
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

  @Test
  void aStorageIsNotDeletedWhileACallThatUsesItIsBeingAccepted() throws Exception {
    String storage = cloud.storage(AddFileSystemBackupStorage.class, local("a")).uuid();
    CountDownLatch checked = new CountDownLatch(1);
    CountDownLatch accepted = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<StorageState> call =
          threads.submit(() ->
              cloud.database.write(transaction -> {
                var rules = new StorageRules();
                rules.require(storage, Purpose.TRANSFER, transaction);
                checked.countDown();
                awaitUninterruptibly(accepted);
                return StorageRows.require(storage, transaction.sql()).state();
              }));
      checked.await();
      Future<?> deletion =
          threads.submit(() -> cloud.succeed(DeleteBackupStorage.class, Map.of("uuid", storage)));
      Awaitility.await().until(this::somebodyWaitsForALock);
      accepted.countDown();
      assertThat(call.get()).isEqualTo(StorageState.ENABLED);
      deletion.get();
      assertThat(cloud.find(storage)).isEmpty();
    }
  }

  private boolean somebodyWaitsForALock() {
    return cloud.database.read(
        sql -> sql.fetchExists(DSL.table("pg_locks"), DSL.condition("not granted")));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
