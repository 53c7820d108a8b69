package org.strongroom.server.backupnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.backupnode.Nodes.request;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.backupnode.DeregisterBackupNode;
import org.strongroom.api.backupnode.RegisterBackupNode;
import org.strongroom.api.backupstorage.AddSftpBackupStorage;
import org.strongroom.api.backupstorage.DeleteBackupStorage;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.backupstorage.Cloud;
import org.strongroom.server.caller.Caller;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

final class RegisterNodeTest {
  private static final String OTHER_PROJECT = "33a35f75885f45ab96ea2626ce9c05a6";
  private static OpenSshServer server;

  private final SshAccount.Scratch scratch = server.shellAccount().newScratch();
  private final Cloud cloud = Cloud.onSqlite(scratch.remote() + "/deep/strongroom");
  private final Nodes nodes = new Nodes(cloud);

  @BeforeAll
  static void startServer() {
    server = OpenSshServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private Map<String, Object> shell() {
    return request(server, server.shellAccount());
  }

  @Test
  void aServerBecomesAStorageWithANumber() throws Exception {
    BackupNodeInventory node = nodes.register(shell());
    assertThat(node.id()).isEqualTo(1);
    assertThat(node.displayName()).isEqualTo("Backup-node-111");
    assertThat(node.accessIp()).isEqualTo(server.host());
    assertThat(node.sshPort()).isEqualTo(server.port());
    assertThat(node.projectUuid()).isEqualTo(Caller.ADMIN_PROJECT);
    assertThat(node.backupNodeId())
        .isEqualTo(InetAddress.getLocalHost().getHostName().split("\\.")[0]);
    assertThat(node.uniqueId()).matches("([0-9a-f]{2}:){15}[0-9a-f]{2}");
    assertThat(node.cosDefault()).isNull();
    assertThat(node.lastOpDate()).isNull();
    assertThat(node.registeredDate()).isAfterOrEqualTo(node.createDate());
    assertThat(nodes.all()).containsExactly(node);
    BackupStorageInventory storage = cloud.show(node.uuid());
    assertThat(storage.type()).isEqualTo("SftpBackupStorage");
    assertThat(storage.name()).isEqualTo("Backup-node-111");
    assertThat(storage.status()).isEqualTo("Connected");
    assertThat(storage.url()).isEqualTo(scratch.remote() + "/deep/strongroom");
    assertThat(storage.hostKeyFingerprint()).isEqualTo(server.hostKeyFingerprint());
    assertThat(storage.totalCapacity()).isPositive();
    assertThat(scratch.local().resolve("deep/strongroom/.strongroom-storage"))
        .content()
        .contains(node.uuid());
    assertThat(cloud.history(node.uuid()))
        .contains("Created", "Registered", "StatusChanged Connecting>Connected");
    assertThat(NodeHealth.of(node)).isEqualTo(new NodeHealth(NodeHealth.Value.OK, List.of()));
  }

  @Test
  void aRelativeDirectoryLiesInTheHomeOfTheLogIn() {
    String home = server.shellAccount().remoteHome();
    String relative = scratch.remote().substring(home.length() + 1) + "/x";
    try (Cloud other = Cloud.onSqlite(relative)) {
      BackupNodeInventory node = new Nodes(other).register(shell());
      assertThat(other.show(node.uuid()).url()).isEqualTo(home + "/" + relative);
    }
  }

  @Test
  void anAccountWithoutAShellIsNamedByItsAddress() {
    try (Cloud other = Cloud.onSqlite("node")) {
      BackupNodeInventory node =
          new Nodes(other).register(request(server, server.confinedAccount()));
      assertThat(node.backupNodeId()).isEqualTo(server.host());
      assertThat(other.show(node.uuid()).url()).isEqualTo("/data/node");
      assertThat(node.status()).isEqualTo("Connected");
      new Nodes(other).deregister(1, false, true);
      assertThat(server.confinedAccount().localHome().resolve("node")).doesNotExist();
    }
  }

  @Test
  void whatIsShownForThePasswordHasTheKnownFormAndTellsNothing() {
    String shown = nodes.register(shell()).password();
    assertThat(shown).startsWith("aes-ctr:").hasSize(48);
    byte[] decoded = Base64.getDecoder().decode(shown.substring("aes-ctr:".length()));
    String text = new String(decoded, StandardCharsets.ISO_8859_1);
    assertThat(text.substring(0, 20)).matches("[1-9][0-9]{18}:");
    assertThat(decoded).hasSize(28);
    assertThat(text).doesNotContain(server.shellAccount().password());
  }

  @Test
  void theExpectedHostKeyIsDemanded() {
    Map<String, Object> request = shell();
    request.put("hostKeyFingerprint", "SHA256:" + "A".repeat(43));
    ApiError error = cloud.fail(RegisterBackupNode.class, request);
    assertThat(error.code()).isEqualTo("BS.1500");
    assertThat(error.details()).contains("no credential was sent");
    leavesNothing();
    request.put("hostKeyFingerprint", server.hostKeyFingerprint());
    assertThat(nodes.register(request).id()).isEqualTo(1);
  }

  private void leavesNothing() {
    assertThat(nodes.all()).isEmpty();
    assertThat(cloud.answer(QueryBackupStorage.class, Map.of()))
        .extracting("inventories")
        .isEqualTo(List.of());
    assertThat(scratch.local()).isEmptyDirectory();
  }

  @Test
  void aWrongPasswordLeavesNothingAndIsNotTold() {
    Map<String, Object> request = shell();
    request.put("password", "canary-81f0");
    ApiError error = cloud.fail(RegisterBackupNode.class, request);
    assertThat(error.code()).isEqualTo("BS.1500");
    assertThat(error.details()).contains("refuses").doesNotContain("canary");
    leavesNothing();
  }

  @Test
  void aServerThatCannotBeReachedLeavesNothing() {
    Map<String, Object> request = shell();
    request.put("sshPort", 1);
    ApiError error = cloud.fail(RegisterBackupNode.class, request);
    assertThat(error.code()).isEqualTo("BS.1500");
    assertThat(error.details()).contains("cannot connect");
    leavesNothing();
  }

  @Test
  void aDirectoryThatCannotBeMadeLeavesNothing() {
    try (Cloud other = Cloud.onSqlite("/not/for/this/account")) {
      ApiError error = other.fail(RegisterBackupNode.class, shell());
      assertThat(error.code()).isEqualTo("BS.1500");
      assertThat(error.details()).contains("permission denied");
      assertThat(new Nodes(other).all()).isEmpty();
    }
  }

  @Test
  void whatWasThereBeforeAFailureStays() throws Exception {
    Path before = Files.createDirectories(scratch.local().resolve("deep"));
    server.shellAccount().own(before);
    // a file in the place of the directory
    Files.writeString(before.resolve("strongroom"), "x");
    assertThat(cloud.fail(RegisterBackupNode.class, shell()).code()).isEqualTo("BS.1500");
    assertThat(before).isDirectoryContaining("glob:**strongroom");
  }

  @Test
  void theDirectoryOfThisServersOwnDataIsRefused() {
    Path data = cloud.directory;
    try (Cloud other = Cloud.onSqlite(data.toString())) {
      // another server's data: only its own is known to it
      assertThat(other.fail(RegisterBackupNode.class, shell()).details())
          .doesNotContain("its own data");
    }
    ServerData own = new ServerData(data);
    assertThatThrownBy(() -> own.checkApart("127.0.0.1", data.resolve("strongroom").toString()))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("its own data");
    own.checkApart("192.0.2.1", data.toString());
  }

  @Test
  void anAddressOrMachineIsRegisteredOnce() {
    nodes.register(shell());
    ApiError sameAddress = cloud.fail(RegisterBackupNode.class, shell());
    assertThat(sameAddress.code()).isEqualTo("SYS.1011");
    assertThat(sameAddress.details()).contains("backup node 1 'Backup-node-111'");
    Map<String, Object> request = shell();
    request.put("accessIp", "localhost");
    ApiError sameMachine = cloud.fail(RegisterBackupNode.class, request);
    assertThat(sameMachine.code()).isEqualTo("SYS.1011");
    assertThat(sameMachine.details()).contains("same machine");
    assertThat(nodes.all()).hasSize(1);
    assertThat(scratch.local().resolve("deep/strongroom/.strongroom-storage")).exists();
  }

  @Test
  void theAddressOfAPlainStorageIsRefused() {
    BackupStorageInventory plain =
        cloud.storage(
            AddSftpBackupStorage.class,
            Cloud.parameters(
                "name", "plain",
                "url", scratch.remote() + "/plain",
                "hostname", server.host(),
                "sshPort", server.port(),
                "username", server.shellAccount().username(),
                "password", server.shellAccount().password()));
    ApiError error = cloud.fail(RegisterBackupNode.class, shell());
    assertThat(error.code()).isEqualTo("SYS.1011");
    assertThat(error.details()).contains("plain").contains(plain.uuid());
    cloud.succeed(DeleteBackupStorage.class, Map.of("uuid", plain.uuid()));
    assertThat(nodes.register(shell()).id()).isEqualTo(1);
  }

  @Test
  void numbersAreNeverUsedAgainAndNoneIsLeftOut() {
    nodes.register(shell());
    nodes.deregister(1, false, false);
    Map<String, Object> wrong = shell();
    wrong.put("password", "wrong");
    cloud.fail(RegisterBackupNode.class, wrong);
    assertThat(nodes.register(shell()).id()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "accessIp, a b",
    "accessIp, ''",
    "accessIp, 300.1.1.1",
    "userId, ' '",
    "password, ''",
    "displayName, ''",
    "sshPort, 0",
    "sshPort, 65536",
    "hostKeyFingerprint, nonsense"
  })
  void badArgumentsAreRefusedBeforeAnythingIsWritten(String parameter, String value) {
    Map<String, Object> request = shell();
    request.put(parameter, value);
    assertThat(cloud.fail(RegisterBackupNode.class, request).code()).isEqualTo("SYS.1007");
    request.put(parameter, "x".repeat(256));
    assertThat(cloud.fail(RegisterBackupNode.class, request).code()).isEqualTo("SYS.1007");
    leavesNothing();
  }

  @Test
  void theDefaultBucketIsAskedFor() {
    cloud.nodes.defaultBuckets((name, project, sql) -> {
      if (!name.equals("bucket-1")) {
        throw ApiException.invalid("no bucket is called '" + name + "'; known: bucket-1");
      }
    });
    Map<String, Object> request = shell();
    request.put("cosDefault", "bucket-2");
    assertThat(cloud.fail(RegisterBackupNode.class, request).code()).isEqualTo("SYS.1007");
    request.put("cosDefault", "bucket-1");
    assertThat(nodes.register(request).cosDefault()).isEqualTo("bucket-1");
  }

  @Test
  void aTokenRegistersForItsProjectAlone() {
    cloud.project(OTHER_PROJECT, 0);
    Caller token = new Caller("a", "admin", true, Optional.of(OTHER_PROJECT));
    Map<String, Object> request = shell();
    request.put("projectUuid", Caller.ADMIN_PROJECT);
    assertThat(cloud.await(cloud.submit(RegisterBackupNode.class, request, token)))
        .extracting("error.code")
        .isEqualTo("ID.1002");
    request.remove("projectUuid");
    BackupNodeInventory node =
        Nodes.node(cloud.await(cloud.submit(RegisterBackupNode.class, request, token)));
    assertThat(node.projectUuid()).isEqualTo(OTHER_PROJECT);
    assertThat(nodes.all(token)).containsExactly(node);
    Caller admins = new Caller("a", "admin", true, Optional.of(Caller.ADMIN_PROJECT));
    assertThat(nodes.all(admins)).isEmpty();
    assertThat(nodes.all(new Caller("b", "someone", false))).isEmpty();
    assertThat(cloud.await(cloud.submit(DeregisterBackupNode.class, Map.of("id", 1), admins)))
        .extracting("error.details")
        .isEqualTo("no backup node has the id 1");
  }

  /** Both servers see one directory, by a share, so neither address nor host key tells. */
  @Test
  void aDirectoryOfAnotherProjectsNodeIsNotNamed() throws Exception {
    BackupNodeInventory first = nodes.register(shell());
    cloud.database.write(transaction ->
        transaction
            .sql()
            .update(BACKUP_STORAGE)
            .set(BACKUP_STORAGE.HOSTNAME, "192.0.2.7")
            .set(BACKUP_STORAGE.HOST_KEY, "ssh-ed25519 AAAA")
            .execute());
    cloud.project(OTHER_PROJECT, 0);
    Caller token = new Caller("a", "admin", true, Optional.of(OTHER_PROJECT));
    assertThat(cloud.await(cloud.submit(RegisterBackupNode.class, shell(), token)))
        .extracting("error.details")
        .asString()
        .endsWith("is the one of a backup node")
        .doesNotContain(first.uuid(), first.displayName());
  }
}
