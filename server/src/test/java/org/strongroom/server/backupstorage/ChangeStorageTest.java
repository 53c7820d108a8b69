package org.strongroom.server.backupstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.backupstorage.Cloud.parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.backupstorage.AcceptBackupStorageHostKey;
import org.strongroom.api.backupstorage.AddFileSystemBackupStorage;
import org.strongroom.api.backupstorage.AddSftpBackupStorage;
import org.strongroom.api.backupstorage.AttachBackupStorageToZone;
import org.strongroom.api.backupstorage.ChangeBackupStorageState;
import org.strongroom.api.backupstorage.DetachBackupStorageFromZone;
import org.strongroom.api.backupstorage.DrainBackupStorage;
import org.strongroom.api.backupstorage.GetBackupStorageTypes;
import org.strongroom.api.backupstorage.ReconnectBackupStorage;
import org.strongroom.api.backupstorage.ReconnectSftpBackupStorage;
import org.strongroom.api.backupstorage.SetBackupStorageReadOnly;
import org.strongroom.api.backupstorage.UpdateBackupStorage;
import org.strongroom.api.backupstorage.UpdateFileSystemBackupStorage;
import org.strongroom.api.backupstorage.UpdateSftpBackupStorage;
import org.strongroom.api.capacity.GetBackupStorageCapacity;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount.Scratch;

final class ChangeStorageTest {
  private final Cloud cloud = Cloud.onSqlite();
  private final OpenSshServer server = OpenSshServer.start();
  private final Scratch scratch = server.shellAccount().newScratch();
  @TempDir private Path directory;
  private BackupStorageInventory sftp;
  private BackupStorageInventory local;

  @BeforeEach
  void add() {
    sftp =
        cloud.storage(
            AddSftpBackupStorage.class,
            parameters(
                "name", "sftp1",
                "url", scratch.remote(),
                "hostname", server.host(),
                "sshPort", server.port(),
                "username", server.shellAccount().username(),
                "password", server.shellAccount().password()));
    local =
        cloud.storage(
            AddFileSystemBackupStorage.class,
            parameters("name", "local1", "url", directory.resolve("local").toString()));
  }

  @AfterEach
  void close() {
    cloud.close();
    server.close();
  }

  @Test
  void stateChangesAreEventsAndTheSameStateAgainIsSilent() {
    Map<String, Object> disable = parameters("uuid", sftp.uuid(), "stateEvent", "disable");
    assertThat(cloud.storage(ChangeBackupStorageState.class, disable).state())
        .isEqualTo("Disabled");
    cloud.storage(ChangeBackupStorageState.class, disable);
    assertThat(cloud.history(sftp.uuid()))
        .filteredOn(e -> e.startsWith("StateChanged"))
        .containsExactly("StateChanged Enabled>Disabled");
  }

  @Test
  void disabledStoragesTakeNothingInButGiveAndDelete() {
    cloud.storage(
        ChangeBackupStorageState.class, parameters("uuid", sftp.uuid(), "stateEvent", "disable"));
    cloud.database.write(transaction -> {
      StorageRules rules = cloud.storages.rules();
      rules.require(sftp.uuid(), Purpose.DELETE_BYTES, transaction);
      rules.require(local.uuid(), Purpose.TRANSFER, transaction);
      assertThatThrownBy(() -> rules.require(sftp.uuid(), Purpose.TRANSFER, transaction))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("SYS.1006")
          .hasMessageContaining("Disabled");
      return true;
    });
  }

  @Test
  void storagesInMaintenanceAreReadAndTakeNothingNew() {
    Map<String, Object> one = parameters("uuid", sftp.uuid());
    BackupStorageInventory readOnly = cloud.storage(SetBackupStorageReadOnly.class, one);
    assertThat(readOnly.state()).as("for clients that know two states").isEqualTo("Disabled");
    assertThat(readOnly.maintenance()).isEqualTo("ReadOnly");
    assertAllowed(Purpose.READ, Purpose.INSPECT, Purpose.DELETE_BYTES);
    assertRefused("is ReadOnly", Purpose.TRANSFER, Purpose.GO_ON);

    BackupStorageInventory draining = cloud.storage(DrainBackupStorage.class, one);
    assertThat(draining.state()).isEqualTo("Disabled");
    assertThat(draining.maintenance()).isEqualTo("Draining");
    assertAllowed(Purpose.READ, Purpose.GO_ON, Purpose.DELETE_BYTES);
    assertRefused("is Draining", Purpose.TRANSFER);

    one.put("stateEvent", "enable");
    BackupStorageInventory enabled = cloud.storage(ChangeBackupStorageState.class, one);
    assertThat(enabled.state()).isEqualTo("Enabled");
    assertThat(enabled.maintenance()).isNull();
    assertAllowed(Purpose.TRANSFER, Purpose.GO_ON, Purpose.READ);
    assertThat(cloud.history(sftp.uuid()))
        .filteredOn(e -> e.startsWith("StateChanged"))
        .containsExactly(
            "StateChanged Enabled>ReadOnly",
            "StateChanged ReadOnly>Draining",
            "StateChanged Draining>Enabled");
  }

  private void assertAllowed(Purpose... purposes) {
    for (Purpose purpose : purposes) {
      cloud.database.write(
          transaction -> cloud.storages.rules().require(sftp.uuid(), purpose, transaction));
    }
  }

  private void assertRefused(String why, Purpose... purposes) {
    for (Purpose purpose : purposes) {
      assertThatThrownBy(() -> assertAllowed(purpose))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("SYS.1006")
          .hasMessageContaining(why);
    }
  }

  @Test
  void attachAndDetachOnceEach() {
    String zone = cloud.zone("zone1").uuid();
    Map<String, Object> link = parameters("zoneUuid", zone, "backupStorageUuid", sftp.uuid());
    assertThat(cloud.storage(AttachBackupStorageToZone.class, link).attachedZoneUuids())
        .containsExactly(zone);
    assertThat(cloud.fail(AttachBackupStorageToZone.class, link).code()).isEqualTo("SYS.1006");
    assertThat(cloud.storage(DetachBackupStorageFromZone.class, link).attachedZoneUuids())
        .isEmpty();
    assertThat(cloud.fail(DetachBackupStorageFromZone.class, link).code()).isEqualTo("SYS.1006");
    link.put("zoneUuid", "0".repeat(32));
    assertThat(cloud.fail(AttachBackupStorageToZone.class, link).code()).isEqualTo("SYS.1003");
  }

  @Test
  void capacityCountsStoragesOnceAndZonesOncePerZone() {
    String one = cloud.zone("zone1").uuid();
    String two = cloud.zone("zone2").uuid();
    for (String zone : List.of(one, two)) {
      cloud.storage(
          AttachBackupStorageToZone.class,
          parameters("zoneUuid", zone, "backupStorageUuid", sftp.uuid()));
    }
    assertThat(capacity(parameters("backupStorageUuids", List.of(sftp.uuid(), local.uuid()))))
        .isEqualTo(sftp.totalCapacity() + local.totalCapacity());
    assertThat(capacity(parameters("zoneUuids", List.of(one, two))))
        .isEqualTo(2 * sftp.totalCapacity());
    assertThat(
            capacity(
                parameters("zoneUuids", List.of(one), "backupStorageUuids", List.of(local.uuid()))))
        .isEqualTo(local.totalCapacity());
    assertThat(capacity(parameters("all", true)))
        .isEqualTo(sftp.totalCapacity() + local.totalCapacity());
    assertThatThrownBy(() -> capacity(Map.of())).hasMessageContaining("SYS.1007");
  }

  private long capacity(Map<String, ?> request) {
    return ((GetBackupStorageCapacity.Reply) cloud.answer(GetBackupStorageCapacity.class, request))
        .totalCapacity();
  }

  @Test
  void typesAreListed() {
    assertThat(
            ((GetBackupStorageTypes.Reply) cloud.answer(GetBackupStorageTypes.class, Map.of()))
                .types())
        .containsExactly(
            "SftpBackupStorage",
            "FileSystemBackupStorage",
            "S3BackupStorage",
            "SwiftBackupStorage");
  }

  @Test
  void namesAndDescriptionsChangeWithoutAConnection() {
    server.stop();
    BackupStorageInventory updated =
        cloud.storage(
            UpdateBackupStorage.class,
            parameters("uuid", sftp.uuid(), "name", "renamed", "description", "in the cellar"));
    assertThat(updated.name()).isEqualTo("renamed");
    assertThat(updated.description()).isEqualTo("in the cellar");
    assertThat(
            cloud
                .storage(
                    UpdateSftpBackupStorage.class, parameters("uuid", sftp.uuid(), "name", "x"))
                .description())
        .isEqualTo("in the cellar");
    assertThat(
            cloud
                .fail(
                    UpdateFileSystemBackupStorage.class,
                    parameters("uuid", sftp.uuid(), "name", "x"))
                .details())
        .contains("SftpBackupStorage");
    assertThat(
            cloud
                .fail(UpdateSftpBackupStorage.class, parameters("uuid", local.uuid(), "name", "x"))
                .code())
        .isEqualTo("SYS.1007");
  }

  @Test
  void aNewLogInIsTriedBeforeItIsStoredAndHoldsAtOnce() {
    ApiError error =
        cloud.fail(
            UpdateSftpBackupStorage.class,
            parameters("uuid", sftp.uuid(), "name", "no", "password", "canary-wrong"));
    assertThat(error.details()).contains("nothing was changed").doesNotContain("canary");
    assertThat(cloud.show(sftp.uuid())).isEqualTo(sftp);
    var before = cloud.storages.drivers().of(sftp.uuid());
    BackupStorageInventory updated =
        cloud.storage(
            UpdateSftpBackupStorage.class,
            parameters(
                "uuid", sftp.uuid(),
                "username", "root",
                "privateKey", server.shellAccount().privateKey()));
    assertThat(updated.username()).isEqualTo("root");
    assertThat(updated.status()).isEqualTo("Connected");
    assertThat(cloud.storages.drivers().of(sftp.uuid())).isNotSameAs(before);
  }

  @Test
  void aNewAddressHasToLeadToTheSameDirectory() {
    var confined = server.confinedAccount();
    BackupStorageInventory inChroot =
        cloud.storage(
            AddSftpBackupStorage.class,
            parameters(
                "name", "chroot",
                "url", confined.newScratch().remote(),
                "hostname", server.host(),
                "sshPort", server.port(),
                "username", confined.username(),
                "password", confined.password()));
    try (OpenSshServer elsewhere = OpenSshServer.start("127.0.0.2")) {
      Map<String, Object> move =
          parameters("uuid", inChroot.uuid(), "hostname", "127.0.0.2", "sshPort", elsewhere.port());
      assertThat(cloud.fail(UpdateSftpBackupStorage.class, move).details())
          .contains("is not there any more");
      assertThat(elsewhere.confinedAccount().newScratch().remote()).isEqualTo(inChroot.url());
      assertThat(cloud.fail(UpdateSftpBackupStorage.class, move).details()).contains("marker");
      assertThat(cloud.show(inChroot.uuid())).isEqualTo(inChroot);
    }
    BackupStorageInventory moved =
        cloud.storage(
            UpdateSftpBackupStorage.class,
            parameters("uuid", sftp.uuid(), "hostname", "localhost"));
    assertThat(moved.hostname()).isEqualTo("localhost");
    assertThat(moved.status()).isEqualTo("Connected");
  }

  @Test
  void reconnectGoesThroughConnecting() {
    assertThat(
            cloud.storage(ReconnectBackupStorage.class, parameters("uuid", local.uuid())).status())
        .isEqualTo("Connected");
    assertThat(cloud.history(local.uuid()))
        .containsExactly(
            "Created",
            "StatusChanged Connecting>Connected",
            "StatusChanged Connected>Connecting",
            "StatusChanged Connecting>Connected");
  }

  @Test
  void aFailedReconnectIsDisconnectedWithItsReason() {
    server.stop();
    ApiError error = cloud.fail(ReconnectSftpBackupStorage.class, parameters("uuid", sftp.uuid()));
    assertThat(error.code()).isEqualTo("BS.SFTP.1000");
    assertThat(Cloud.cause(error).code()).isEqualTo("BS.1500");
    BackupStorageInventory now = cloud.show(sftp.uuid());
    assertThat(now.status()).isEqualTo("Disconnected");
    assertThat(now.statusReason()).contains("cannot connect");
    assertThat(cloud.fail(ReconnectBackupStorage.class, parameters("uuid", sftp.uuid())).code())
        .isEqualTo("BS.1500");
    server.restart();
    BackupStorageInventory back =
        cloud.storage(ReconnectSftpBackupStorage.class, parameters("uuid", sftp.uuid()));
    assertThat(back.status()).isEqualTo("Connected");
    assertThat(back.statusReason()).isNull();
    assertThat(
            cloud
                .fail(ReconnectSftpBackupStorage.class, parameters("uuid", local.uuid()))
                .details())
        .contains("FileSystemBackupStorage");
  }

  @Test
  void aMissingOrForeignMarkerIsDisconnectedAndNothingIsWritten() throws Exception {
    Path marker = directory.resolve("local/.strongroom-storage");
    Files.delete(marker);
    assertThat(cloud.fail(ReconnectBackupStorage.class, parameters("uuid", local.uuid())).details())
        .contains("mounted");
    assertThat(directory.resolve("local")).isEmptyDirectory();
    Files.writeString(
        marker, "{\"version\":1,\"storageUuid\":\"0123456789abcdef0123456789abcdef\"}");
    assertThat(cloud.fail(ReconnectBackupStorage.class, parameters("uuid", local.uuid())).details())
        .contains("0123456789abcdef0123456789abcdef");
    Files.writeString(marker, "{nonsense");
    assertThat(cloud.fail(ReconnectBackupStorage.class, parameters("uuid", local.uuid())).details())
        .contains("damaged");
    assertThat(cloud.show(local.uuid()).status()).isEqualTo("Disconnected");
  }

  @Test
  void aChangedHostKeyIsShownAndHasToBeAccepted() {
    String before = String.valueOf(sftp.hostKeyFingerprint());
    server.rekey();
    cloud.fail(ReconnectBackupStorage.class, parameters("uuid", sftp.uuid()));
    BackupStorageInventory shown = cloud.show(sftp.uuid());
    assertThat(shown.status()).isEqualTo("Disconnected");
    assertThat(shown.statusReason()).contains("no credential was sent");
    assertThat(shown.hostKeyFingerprint()).isEqualTo(before);
    assertThat(shown.presentedHostKeyFingerprint()).isEqualTo(server.hostKeyFingerprint());
    ApiError wrong =
        cloud.fail(
            AcceptBackupStorageHostKey.class,
            parameters("uuid", sftp.uuid(), "hostKeyFingerprint", before));
    assertThat(wrong.details()).contains(before).contains(server.hostKeyFingerprint());
    BackupStorageInventory accepted =
        cloud.storage(
            AcceptBackupStorageHostKey.class,
            parameters("uuid", sftp.uuid(), "hostKeyFingerprint", server.hostKeyFingerprint()));
    assertThat(accepted.status()).isEqualTo("Connected");
    assertThat(accepted.hostKeyFingerprint()).isEqualTo(server.hostKeyFingerprint());
    assertThat(accepted.presentedHostKeyFingerprint()).isNull();
  }
}
