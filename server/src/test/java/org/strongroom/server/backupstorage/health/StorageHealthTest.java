package org.strongroom.server.backupstorage.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.backupstorage.Cloud.parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.backupstorage.AddFileSystemBackupStorage;
import org.strongroom.api.backupstorage.AddSftpBackupStorage;
import org.strongroom.api.backupstorage.ReconnectBackupStorage;
import org.strongroom.api.config.UpdateGlobalConfig;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.server.backupstorage.Cloud;
import org.strongroom.server.backupstorage.FirstStorage;
import org.strongroom.server.caller.Call;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.TinyFileSystem;

/** Boot, pings and reconnects over a real server, as often as the settings allow. */
final class StorageHealthTest {
  private final Cloud cloud = Cloud.onSqlite();
  private final OpenSshServer server = OpenSshServer.start();
  @TempDir private Path directory;

  @BeforeEach
  void pingOften() {
    set("ping.interval", "1");
    set("ping.timeout", "2");
  }

  private void set(String name, String value) {
    cloud.succeed(
        UpdateGlobalConfig.class,
        Map.of("category", "backupStorage", "name", name, "value", value));
  }

  @AfterEach
  void close() {
    cloud.close();
    server.close();
  }

  private BackupStorageInventory sftp() {
    return cloud.storage(
        AddSftpBackupStorage.class,
        parameters(
            "name", "sftp1",
            "url", server.shellAccount().newScratch().remote(),
            "hostname", server.host(),
            "sshPort", server.port(),
            "username", server.shellAccount().username(),
            "password", server.shellAccount().password()));
  }

  private void awaitStatus(String uuid, String status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> cloud.show(uuid).status(), status::equals);
  }

  @Test
  void aServerThatDiesIsDisconnectedWithItsReasonAndComesBackByItself() {
    BackupStorageInventory storage = sftp();
    cloud.storages.start();
    awaitStatus(storage.uuid(), "Connected");
    assertThat(cloud.history(storage.uuid())).contains("StatusChanged Connected>Connecting");
    server.stop();
    awaitStatus(storage.uuid(), "Disconnected");
    assertThat(cloud.show(storage.uuid()).statusReason()).isNotBlank();
    server.restart();
    awaitStatus(storage.uuid(), "Connected");
    assertThat(cloud.show(storage.uuid()).statusReason()).isNull();
    assertThat(cloud.history(storage.uuid()))
        .contains("StatusChanged Connected>Disconnected", "StatusChanged Disconnected>Connecting");
  }

  @Test
  void aServerThatStaysAwayIsTwoEventsWithACount() {
    BackupStorageInventory storage = sftp();
    cloud.storages.start();
    awaitStatus(storage.uuid(), "Connected");
    server.stop();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            changes(storage.uuid(), "Connecting", "Disconnected").stream()
                .anyMatch(event -> event.count() >= 3));
    assertThat(changes(storage.uuid(), "Connecting", "Disconnected")).hasSize(1);
    assertThat(changes(storage.uuid(), "Disconnected", "Connecting"))
        .singleElement()
        .satisfies(event -> assertThat(event.firstTime()).isBefore(event.time()));
  }

  private List<EventInventory> changes(String uuid, String from, String to) {
    return cloud.happened(uuid).stream()
        .filter(event -> from.equals(event.from()) && to.equals(event.to()))
        .toList();
  }

  @Test
  void aServerThatHangsIsNoticedByTheTimeout() {
    BackupStorageInventory storage = sftp();
    cloud.storages.start();
    awaitStatus(storage.uuid(), "Connected");
    server.pause();
    awaitStatus(storage.uuid(), "Disconnected");
    server.resume();
    awaitStatus(storage.uuid(), "Connected");
  }

  @Test
  void aDroppedConnectionIsNotALostPing() {
    BackupStorageInventory storage = sftp();
    cloud.storages.start();
    awaitStatus(storage.uuid(), "Connected");
    int before = cloud.history(storage.uuid()).size();
    server.dropConnections();
    Awaitility.await()
        .pollDelay(Duration.ofSeconds(3))
        .until(() -> cloud.show(storage.uuid()).status().equals("Connected"));
    assertThat(cloud.history(storage.uuid())).hasSize(before);
  }

  @Test
  void aSwappedDiskIsNoticedByThePing() throws Exception {
    BackupStorageInventory storage =
        cloud.storage(
            AddFileSystemBackupStorage.class,
            parameters("name", "local", "url", directory.toString()));
    cloud.storages.start();
    awaitStatus(storage.uuid(), "Connected");
    Path marker = directory.resolve(".strongroom-storage");
    String content = Files.readString(marker);
    Files.delete(marker);
    awaitStatus(storage.uuid(), "Disconnected");
    assertThat(cloud.show(storage.uuid()).statusReason()).contains("mounted");
    Files.writeString(marker, content);
    awaitStatus(storage.uuid(), "Connected");
  }

  @Test
  void aDiskThatGrewShowsAfterThePing() {
    try (TinyFileSystem disk = TinyFileSystem.mount(directory.resolve("disk"), 8 << 20)) {
      BackupStorageInventory storage =
          cloud.storage(
              AddFileSystemBackupStorage.class,
              parameters("name", "tiny", "url", disk.directory().toString()));
      assertThat(storage.totalCapacity()).isEqualTo(8 << 20);
      cloud.storages.start();
      disk.resize(16 << 20);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> cloud.show(storage.uuid()).totalCapacity() == 16 << 20);
      assertThat(cloud.show(storage.uuid()).availableCapacity()).isEqualTo(16 << 20);
      cloud.storages.close();
    }
  }

  @Test
  void theFirstStorageIsMadeOnceAndAttached() {
    String zone = cloud.zone("zone1").uuid();
    Call call = Call.bySystem("first start");
    FirstStorage first = cloud.storages.firstStorage(directory.resolve("local"));
    for (int start = 0; start < 2; start++) {
      cloud.database.write(transaction -> {
        first.insert(zone, call, transaction);
        return true;
      });
      first.connect(call);
    }
    var all =
        cloud.database.read(sql ->
            cloud.queries.find(sql, BackupStorageInventory.class, org.strongroom.api.Query.all()));
    assertThat(all.inventories()).hasSize(1);
    BackupStorageInventory local = cloud.show(all.inventories().getFirst().uuid());
    assertThat(local.name()).isEqualTo("local");
    assertThat(local.status()).isEqualTo("Connected");
    assertThat(local.attachedZoneUuids()).containsExactly(zone);
    cloud.storages.start();
    assertThat(cloud.show(local.uuid()).status()).isEqualTo("Connected");
    assertThat(cloud.history(local.uuid()))
        .as("connected by this start already")
        .doesNotContain("StatusChanged Connected>Connecting");
  }

  private BackupStorageInventory onDisk(TinyFileSystem disk) {
    BackupStorageInventory storage =
        cloud.storage(
            AddFileSystemBackupStorage.class,
            parameters("name", "disk", "url", disk.directory().resolve("below").toString()));
    cloud.storages.start();
    awaitStatus(storage.uuid(), "Connected");
    return storage;
  }

  @Test
  void aDiskThatBecameReadOnlyStaysConnectedAndSaysSo() {
    try (TinyFileSystem disk = TinyFileSystem.mount(directory.resolve("disk"), 8 << 20)) {
      BackupStorageInventory storage = onDisk(disk);
      disk.readOnly(true);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> cloud.show(storage.uuid()).statusReason() != null);
      assertThat(cloud.show(storage.uuid()).statusReason()).contains("ead-only file system");
      assertThat(cloud.show(storage.uuid()).status()).isEqualTo("Connected");
      cloud.succeed(ReconnectBackupStorage.class, Map.of("uuid", storage.uuid()));
      assertThat(cloud.show(storage.uuid()).status()).isEqualTo("Connected");
      assertThat(cloud.show(storage.uuid()).statusReason()).contains("ead-only file system");
      disk.readOnly(false);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> cloud.show(storage.uuid()).statusReason() == null);
      cloud.storages.close();
    }
  }

  @Test
  void anUnmountedDiskIsLostAndNothingIsMadeInItsPlace() {
    Path mountPoint = directory.resolve("disk");
    BackupStorageInventory storage;
    try (TinyFileSystem disk = TinyFileSystem.mount(mountPoint, 8 << 20)) {
      storage = onDisk(disk);
    }
    awaitStatus(storage.uuid(), "Disconnected");
    assertThat(cloud.show(storage.uuid()).statusReason())
        .contains("is the right disk or share mounted there?");
    assertThat(cloud.fail(ReconnectBackupStorage.class, Map.of("uuid", storage.uuid())).details())
        .contains("is the right disk or share mounted there?");
    assertThat(mountPoint).isEmptyDirectory();
  }
}
