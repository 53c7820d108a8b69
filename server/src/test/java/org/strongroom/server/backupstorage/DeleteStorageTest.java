package org.strongroom.server.backupstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.backupstorage.Cloud.parameters;
import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.storage.GarbageTable.GARBAGE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.backupstorage.AddFileSystemBackupStorage;
import org.strongroom.api.backupstorage.AttachBackupStorageToZone;
import org.strongroom.api.backupstorage.ChangeBackupStorageState;
import org.strongroom.api.backupstorage.DeleteBackupStorage;
import org.strongroom.api.backupstorage.ReconnectBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageVeto;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.storage.driver.StoragePath;

final class DeleteStorageTest {
  private final Cloud cloud = Cloud.onSqlite();
  @TempDir private Path directory;
  private BackupStorageInventory storage;

  @BeforeEach
  void add() {
    storage = added("local");
  }

  private BackupStorageInventory added(String name) {
    return cloud.storage(
        AddFileSystemBackupStorage.class,
        parameters("name", name, "url", directory.resolve(name).toString()));
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  /** A snapshot with a copy of 10 bytes on the storage. */
  private String snapshotOn(BackupStorageInventory on) throws Exception {
    String uuid = Uuid.random();
    Path file = Path.of(on.url(), "volumeSnapshots", uuid, "copy.qcow2");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "0123456789");
    cloud.database.write(transaction -> {
      transaction
          .sql()
          .insertInto(VOLUME_SNAPSHOT)
          .set(VOLUME_SNAPSHOT.UUID, uuid)
          .set(VOLUME_SNAPSHOT.NAME, "snap")
          .set(VOLUME_SNAPSHOT.TYPE, "Hypervisor")
          .set(VOLUME_SNAPSHOT.LATEST, true)
          .set(VOLUME_SNAPSHOT.SIZE, 10L)
          .set(VOLUME_SNAPSHOT.DISTANCE, 0)
          .set(VOLUME_SNAPSHOT.STATE, "Enabled")
          .set(VOLUME_SNAPSHOT.STATUS, "Ready")
          .set(VOLUME_SNAPSHOT.CREATED, 0L)
          .set(VOLUME_SNAPSHOT.UPDATED, 0L)
          .execute();
      return uuid;
    });
    copyOn(on, uuid, file);
    return uuid;
  }

  private void copyOn(BackupStorageInventory on, String snapshot, Path file) {
    cloud.database.write(transaction -> {
      cloud.storages.reservations().use(on.uuid(), 10, transaction);
      return transaction
          .sql()
          .insertInto(VOLUME_SNAPSHOT_COPY)
          .set(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID, snapshot)
          .set(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID, on.uuid())
          .set(VOLUME_SNAPSHOT_COPY.INSTALL_PATH, file.toString())
          .set(VOLUME_SNAPSHOT_COPY.SIZE, 10L)
          .execute();
    });
  }

  private boolean snapshotExists(String uuid) {
    return cloud.database.read(
        sql -> sql.fetchExists(VOLUME_SNAPSHOT, VOLUME_SNAPSHOT.UUID.eq(uuid)));
  }

  @Test
  void copiesFilesMarkerLinksAndLoneSnapshotsGo() throws Exception {
    BackupStorageInventory other = added("other");
    String lone = snapshotOn(storage);
    String kept = snapshotOn(storage);
    copyOn(other, kept, Path.of(other.url(), "volumeSnapshots/x"));
    cloud.storage(
        AttachBackupStorageToZone.class,
        parameters("zoneUuid", cloud.zone("z").uuid(), "backupStorageUuid", storage.uuid()));
    assertThat(cloud.succeed(DeleteBackupStorage.class, Map.of("uuid", storage.uuid())))
        .isEqualTo(new EmptyReply());
    assertThat(cloud.find(storage.uuid())).isEmpty();
    assertThat(snapshotExists(lone)).isFalse();
    assertThat(snapshotExists(kept)).isTrue();
    try (var files = Files.walk(Path.of(storage.url()))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
    assertThat(cloud.history(storage.uuid())).endsWith("Deleted");
  }

  @Test
  void anUnknownStorageIsSuccess() {
    cloud.succeed(DeleteBackupStorage.class, Map.of("uuid", "no such thing"));
    cloud.succeed(DeleteBackupStorage.class, Map.of("uuid", Uuid.random()));
  }

  /** PostgreSQL refuses to keep it where uuids are kept. */
  @Test
  void aTextThatIsLongerThanAnyUuidNamesNoStorage() {
    assertThat(cloud.fail(DeleteBackupStorage.class, Map.of("uuid", "x".repeat(33))).code())
        .isEqualTo("SYS.1003");
  }

  @Test
  void permissiveStopsAtAnUnreachableStorageThatHoldsSomething() throws Exception {
    String snapshot = snapshotOn(storage);
    disconnect();
    ApiError error = cloud.fail(DeleteBackupStorage.class, Map.of("uuid", storage.uuid()));
    assertThat(error.code()).isEqualTo("SYS.1004");
    assertThat(Cloud.cause(error).code()).isEqualTo("SYS.1006");
    assertThat(Cloud.cause(error).details()).contains("Disconnected");
    assertThat(snapshotExists(snapshot)).isTrue();
    assertThat(cloud.show(storage.uuid()).state()).isEqualTo("Enabled");
  }

  @Test
  void permissiveDeletesAnUnreachableStorageThatHoldsNothing() throws Exception {
    disconnect();
    cloud.succeed(DeleteBackupStorage.class, Map.of("uuid", storage.uuid()));
    assertThat(cloud.find(storage.uuid())).isEmpty();
  }

  @Test
  void enforcingGoesThroughAndRecordsWhatItLeft() throws Exception {
    String snapshot = snapshotOn(storage);
    disconnect();
    cloud.succeed(
        DeleteBackupStorage.class, parameters("uuid", storage.uuid(), "deleteMode", "Enforcing"));
    assertThat(cloud.find(storage.uuid())).isEmpty();
    assertThat(snapshotExists(snapshot)).isFalse();
    assertThat(cloud.happened(storage.uuid()).getLast().reason()).contains("left behind");
  }

  /** The share under the storage is swapped for another. */
  private void disconnect() throws Exception {
    Files.delete(Path.of(storage.url(), ".strongroom-storage"));
    cloud.fail(ReconnectBackupStorage.class, Map.of("uuid", storage.uuid()));
  }

  @Test
  void permissiveDoesNotBeginOnAStorageWhoseShareIsGone() throws Exception {
    String snapshot = snapshotOn(storage);
    Files.delete(Path.of(storage.url(), ".strongroom-storage"));
    assertThat(cloud.fail(DeleteBackupStorage.class, Map.of("uuid", storage.uuid())).code())
        .isEqualTo("SYS.1004");
    assertThat(snapshotExists(snapshot)).isTrue();
    assertThat(cloud.show(storage.uuid()).state()).isEqualTo("Enabled");
  }

  @Test
  void permissiveWaitsForRunningTransfers() {
    cloud.database.write(transaction -> {
      cloud.storages.reservations().reserve(storage.uuid(), Uuid.random(), 5, transaction);
      return true;
    });
    assertThat(cloud.fail(DeleteBackupStorage.class, Map.of("uuid", storage.uuid())).details())
        .contains("being written to");
  }

  @Test
  void aVetoHoldsInBothModes() {
    cloud.storages.veto(
        new StorageVeto() {
          @Override
          public void deletion(StorageRow row, Transaction transaction) {
            throw ApiException.refused("it is a backup node; deregister that");
          }
        });
    for (String mode : new String[] {"Permissive", "Enforcing"}) {
      ApiError error =
          cloud.fail(
              DeleteBackupStorage.class, parameters("uuid", storage.uuid(), "deleteMode", mode));
      assertThat(error.details()).contains("deregister");
    }
    assertThat(cloud.find(storage.uuid())).isPresent();
  }

  @Test
  void garbageGoesAtOnceAndItsRoomComesBack() throws Exception {
    Path file = garbageFile();
    cloud.database.write(transaction -> {
      cloud.storages.reservations().use(storage.uuid(), 10, transaction);
      cloud.storages.garbage().add(storage.uuid(), path(), 10, "image deleted", transaction);
      return true;
    });
    Awaitility.await().until(() -> garbageRows() == 0);
    assertThat(file.getParent()).doesNotExist();
    assertThat(cloud.show(storage.uuid()).availableCapacity()).isEqualTo(storage.totalCapacity());
  }

  @Test
  void garbageOfALostStorageWaitsUntilItIsBackEvenIfDisabled() throws Exception {
    Path file = garbageFile();
    Path marker = Path.of(storage.url(), ".strongroom-storage");
    String content = Files.readString(marker);
    disconnect();
    cloud.storage(
        ChangeBackupStorageState.class,
        parameters("uuid", storage.uuid(), "stateEvent", "disable"));
    cloud.database.write(transaction -> {
      cloud.storages.garbage().add(storage.uuid(), path(), 0, "image deleted", transaction);
      return true;
    });
    assertThat(file).exists();
    Files.writeString(marker, content);
    cloud.storage(ReconnectBackupStorage.class, Map.of("uuid", storage.uuid()));
    Awaitility.await().until(() -> garbageRows() == 0);
    assertThat(file).doesNotExist();
  }

  @Test
  void garbageThatWaitsAfterAFailureGoesWithItsStorage() throws Exception {
    Path file = garbageFile();
    cloud.database.write(transaction ->
        transaction
            .sql()
            .insertInto(GARBAGE)
            .set(GARBAGE.UUID, Uuid.random())
            .set(GARBAGE.BACKUP_STORAGE_UUID, storage.uuid())
            .set(GARBAGE.PATH, path().toString())
            .set(GARBAGE.SIZE, 0L)
            .set(GARBAGE.REASON, "image deleted")
            .set(GARBAGE.ATTEMPTS, 3)
            .set(GARBAGE.DUE, Long.MAX_VALUE)
            .set(GARBAGE.CREATED, 0L)
            .execute());
    cloud.succeed(DeleteBackupStorage.class, Map.of("uuid", storage.uuid()));
    assertThat(file).doesNotExist();
  }

  private Path garbageFile() throws Exception {
    Path file = Path.of(storage.url(), "old", "x.template");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "0123456789");
  }

  private static StoragePath path() {
    return StoragePath.of("old");
  }

  private int garbageRows() {
    return cloud.database.read(sql -> sql.fetchCount(GARBAGE));
  }
}
