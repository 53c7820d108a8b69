package org.strongroom.server.backupnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.backupnode.Nodes.request;

import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.backupstorage.AcceptBackupStorageHostKey;
import org.strongroom.api.backupstorage.DeleteBackupStorage;
import org.strongroom.api.backupstorage.ReconnectBackupStorage;
import org.strongroom.api.backupstorage.UpdateSftpBackupStorage;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.server.backupstorage.Cloud;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

final class UpdateNodeTest {
  private static OpenSshServer server;

  private final SshAccount.Scratch scratch = server.shellAccount().newScratch();
  private final Cloud cloud = Cloud.onSqlite(scratch.remote() + "/node");
  private final Nodes nodes = new Nodes(cloud);
  private BackupNodeInventory node;

  @BeforeAll
  static void startServer() {
    server = OpenSshServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void register() {
    Map<String, Object> request = request(server, server.shellAccount());
    request.put("cosDefault", "bucket-1");
    node = nodes.register(request);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void aNewNameRenamesTheStorageToo() {
    BackupNodeInventory updated = nodes.update(1, Map.of("displayName", "Backup-node-112"));
    assertThat(updated.displayName()).isEqualTo("Backup-node-112");
    assertThat(updated.lastOpDate()).isNotNull();
    assertThat(updated.password()).isEqualTo(node.password());
    assertThat(updated.cosDefault()).isEqualTo("bucket-1");
    assertThat(updated.uniqueId()).isEqualTo(node.uniqueId());
    assertThat(cloud.show(node.uuid()).name()).isEqualTo("Backup-node-112");
  }

  @Test
  void anEmptyUpdateChangesNothing() {
    assertThat(nodes.update(1, Map.of())).isEqualTo(node);
  }

  @Test
  void theShownPasswordChangesNothing() {
    assertThat(nodes.update(1, Map.of("password", node.password()))).isEqualTo(node);
  }

  @Test
  void theDefaultBucketCanBeChangedAndCleared() {
    assertThat(nodes.update(1, Map.of("cosDefault", "bucket-2")).cosDefault())
        .isEqualTo("bucket-2");
    assertThat(nodes.update(1, Map.of("cosDefault", "")).cosDefault()).isNull();
    cloud.nodes.defaultBuckets((name, project, sql) -> {
      throw ApiException.invalid("no bucket is called " + name);
    });
    assertThat(nodes.failUpdate(1, Map.of("cosDefault", "x")).code()).isEqualTo("SYS.1007");
  }

  @Test
  void aRightPasswordIsTakenAndShownAnew() {
    BackupNodeInventory same =
        nodes.update(1, Map.of("password", server.shellAccount().password()));
    assertThat(same.password()).isEqualTo(node.password());
    BackupNodeInventory named =
        nodes.update(
            1, Map.of("userId", server.shellAccount().username(), "accessIp", server.host()));
    assertThat(named.password()).isEqualTo(node.password());
    assertThat(named.status()).isEqualTo("Connected");
  }

  @Test
  void aWrongLogInLeavesEverythingAsItWas() {
    ApiError error = nodes.failUpdate(1, Map.of("password", "canary-55", "displayName", "other"));
    assertThat(error.code()).isEqualTo("BS.1500");
    assertThat(error.details()).contains("nothing was changed").doesNotContain("canary");
    assertThat(nodes.failUpdate(1, Map.of("userId", "nobody-here")).code()).isEqualTo("BS.1500");
    assertThat(nodes.failUpdate(1, Map.of("sshPort", 1)).code()).isEqualTo("BS.1500");
    assertThat(nodes.show(1)).isEqualTo(node);
  }

  @Test
  void anAccountThatDoesNotSeeTheNodesDirectoryIsRefused() {
    Map<String, Object> other =
        Map.of(
            "userId", server.confinedAccount().username(),
            "password", server.confinedAccount().password());
    assertThat(nodes.failUpdate(1, other).code()).isEqualTo("BS.1500");
    assertThat(nodes.show(1)).isEqualTo(node);
  }

  @Test
  void anotherNameOfTheSameMachineIsTaken() {
    BackupNodeInventory moved = nodes.update(1, Map.of("accessIp", "localhost"));
    assertThat(moved.accessIp()).isEqualTo("localhost");
    assertThat(moved.uniqueId()).isEqualTo(node.uniqueId());
    assertThat(moved.status()).isEqualTo("Connected");
  }

  @Test
  void anotherMachineIsAConflict() {
    try (OpenSshServer other = OpenSshServer.start()) {
      ApiError error = nodes.failUpdate(1, Map.of("sshPort", other.port()));
      assertThat(error.code()).isEqualTo("SYS.1011");
      assertThat(error.details()).contains("deregister").contains("no credential was sent");
      assertThat(nodes.show(1)).isEqualTo(node);
    }
  }

  @Test
  void theAddressOfAnotherNodeIsAConflict() {
    try (OpenSshServer first = OpenSshServer.start();
        OpenSshServer second = OpenSshServer.start();
        Cloud two = Cloud.onSqlite("/data/strongroom")) {
      Nodes both = new Nodes(two);
      both.register(request(first, first.confinedAccount()));
      both.register(request(second, second.confinedAccount()));
      ApiError error = both.failUpdate(2, Map.of("sshPort", first.port()));
      assertThat(error.code()).isEqualTo("SYS.1011");
      assertThat(error.details()).contains("backup node 1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "accessIp, ''",
    "accessIp, a b",
    "userId, ''",
    "password, ''",
    "displayName, ''",
    "sshPort, 0"
  })
  void badArgumentsAreRefused(String parameter, String value) {
    assertThat(nodes.failUpdate(1, Map.of(parameter, value)).code()).isEqualTo("SYS.1007");
  }

  @Test
  void anUnknownNodeIsNotFound() {
    ApiError error = nodes.failUpdate(7, Map.of("displayName", "x"));
    assertThat(error.code()).isEqualTo("SYS.1003");
    assertThat(error.details()).isEqualTo("no backup node has the id 7");
  }

  @Test
  void operationsOfPlainStoragesPointToThoseOfNodes() {
    ApiError access =
        cloud.fail(
            UpdateSftpBackupStorage.class,
            Map.of("uuid", node.uuid(), "password", server.shellAccount().password()));
    assertThat(access.code()).isEqualTo("SYS.1006");
    assertThat(access.details()).contains("UpdateBackupNode with id 1");
    assertThat(
            cloud
                .storage(
                    UpdateSftpBackupStorage.class, Map.of("uuid", node.uuid(), "name", "renamed"))
                .name())
        .isEqualTo("renamed");
    assertThat(nodes.show(1).displayName()).isEqualTo("renamed");
    for (String mode : new String[] {"Permissive", "Enforcing"}) {
      Map<String, Object> request = new HashMap<>(Map.of("uuid", node.uuid()));
      request.put("deleteMode", mode);
      assertThat(cloud.fail(DeleteBackupStorage.class, request).details())
          .contains("DeregisterBackupNode with id 1");
    }
    assertThat(nodes.show(1).status()).isEqualTo("Connected");
  }

  @Test
  void aMachineWithANewHostKeyIsToldAndCanBeAccepted() throws Exception {
    try (OpenSshServer other = OpenSshServer.start();
        Cloud two = Cloud.onSqlite("/data/strongroom")) {
      Nodes both = new Nodes(two);
      BackupNodeInventory first = both.register(request(other, other.confinedAccount()));
      other.rekey();
      two.fail(ReconnectBackupStorage.class, Map.of("uuid", first.uuid()));
      assertThat(NodeHealth.of(both.show(1)).reasons())
          .containsExactly(new NodeHealth.Reason("host_key", "changed"));
      ApiError update = both.failUpdate(1, Map.of("password", other.confinedAccount().password()));
      assertThat(update.code()).isEqualTo("SYS.1011");
      two.storage(
          AcceptBackupStorageHostKey.class,
          Map.of("uuid", first.uuid(), "hostKeyFingerprint", other.hostKeyFingerprint()));
      assertThat(both.show(1).uniqueId()).isNotEqualTo(first.uniqueId());
      assertThat(NodeHealth.of(both.show(1)).value()).isEqualTo(NodeHealth.Value.OK);
    }
  }

  @Test
  void theHostKeyOfAnotherNodeIsNotAccepted() {
    try (OpenSshServer other = OpenSshServer.start();
        Cloud two = Cloud.onSqlite("/data/strongroom")) {
      Nodes both = new Nodes(two);
      String first = both.register(request(server, server.confinedAccount())).uuid();
      String second = both.register(request(other, other.confinedAccount())).uuid();
      other.rekey();
      two.fail(ReconnectBackupStorage.class, Map.of("uuid", second));
      // the first machine now answers at the second one's address
      two.database.write(transaction ->
          transaction
              .sql()
              .execute(
                  "UPDATE backup_storage SET host_key = (SELECT presented_host_key FROM backup_storage WHERE uuid = ?) WHERE uuid = ?",
                  second,
                  first));
      ApiError error =
          two.fail(
              AcceptBackupStorageHostKey.class,
              Map.of("uuid", second, "hostKeyFingerprint", other.hostKeyFingerprint()));
      assertThat(error.code()).isEqualTo("SYS.1011");
      assertThat(both.show(2).status()).isEqualTo("Disconnected");
    }
  }

  @Test
  void healthTellsWhatTheMonitorSees() throws Exception {
    cloud.storages.start();
    Files.delete(scratch.local().resolve("node/.strongroom-storage"));
    cloud.fail(ReconnectBackupStorage.class, Map.of("uuid", node.uuid()));
    assertThat(NodeHealth.of(nodes.show(1)).reasons())
        .containsExactly(new NodeHealth.Reason("directory", "unusable"));
    server.stop();
    try {
      cloud.fail(ReconnectBackupStorage.class, Map.of("uuid", node.uuid()));
      Awaitility.await()
          .untilAsserted(() ->
              assertThat(NodeHealth.of(nodes.show(1)).reasons())
                  .containsExactly(new NodeHealth.Reason("connection", "unreachable")));
    } finally {
      server.restart();
    }
  }
}
