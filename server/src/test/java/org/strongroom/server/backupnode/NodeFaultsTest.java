package org.strongroom.server.backupnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.backupnode.Nodes.request;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiError;
import org.strongroom.api.backupnode.RegisterBackupNode;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.server.backupstorage.Cloud;
import org.strongroom.testing.MisbehavingSshServer;

/** What servers do wrong while they become nodes, change and go. */
final class NodeFaultsTest {
  private final Cloud cloud = Cloud.onSqlite("node");
  private final Nodes nodes = new Nodes(cloud);
  @TempDir private Path home;
  private MisbehavingSshServer server;
  private FlakyDoor door;

  @BeforeEach
  void start() {
    server = MisbehavingSshServer.start(home);
    door = new FlakyDoor(server.host(), server.port());
  }

  @AfterEach
  void stop() {
    cloud.close();
    door.close();
    server.close();
  }

  private void assertNothingLeft() {
    assertThat(nodes.all()).isEmpty();
    long rows =
        cloud.database.read(sql ->
            (long) sql.fetchCount(DSL.table("backup_storage"))
                + sql.fetchCount(DSL.table("backup_node")));
    assertThat(rows).isZero();
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void droppedConnectionsAreTriedAgain() {
    Map<String, Object> request = request(server);
    request.put("sshPort", door.port());
    door.slam(2);
    BackupNodeInventory node = nodes.register(request);
    assertThat(node.status()).isEqualTo("Connected");
    door.slam(2);
    assertThat(nodes.update(node.id(), Map.of("accessIp", "localhost")).status())
        .isEqualTo("Connected");
  }

  @Test
  void aServerThatDropsEverybodyIsNotRegistered() {
    Map<String, Object> request = request(server);
    request.put("sshPort", door.port());
    door.slam(1000);
    assertThat(cloud.fail(RegisterBackupNode.class, request).code()).isEqualTo("BS.1500");
    assertNothingLeft();
  }

  @Test
  void aFullServerIsNotRegisteredAndNothingStaysThere() {
    server.misbehaviour().fullAfter(0);
    ApiError error = cloud.fail(RegisterBackupNode.class, request(server));
    assertThat(error.code()).isEqualTo("BS.1500");
    assertNothingLeft();
    server.misbehaviour().behave();
    assertThat(nodes.register(request(server)).id()).isEqualTo(1);
  }

  @Test
  void aServerThatRefusesToBeWrittenIsNotRegistered() {
    server.misbehaviour().readOnly(true);
    assertThat(cloud.fail(RegisterBackupNode.class, request(server)).code()).isEqualTo("BS.1500");
    assertNothingLeft();
  }

  @Test
  void aConnectionCutWhileTheMarkerIsWrittenLeavesNothing() {
    server.misbehaviour().cutAfter(10);
    assertThat(cloud.fail(RegisterBackupNode.class, request(server)).code()).isEqualTo("BS.1500");
    assertThat(nodes.all()).isEmpty();
    server.misbehaviour().behave();
  }

  @Test
  void aServerThatCannotBringFilesToItsDiskIsNotRegistered() {
    server.misbehaviour().cannotSync(true);

    assertThat(cloud.fail(RegisterBackupNode.class, request(server)).details())
        .contains("fsync@openssh.com", "a shell");
    assertNothingLeft();
  }

  @Test
  void aServerThatHangsIsGivenUp() {
    server.misbehaviour().hang();
    assertThat(cloud.fail(RegisterBackupNode.class, request(server)).code()).isEqualTo("BS.1500");
    assertThat(nodes.all()).isEmpty();
    server.misbehaviour().behave();
  }

  @Test
  void aFailureLeavesWhatWasThereBefore() throws Exception {
    Path kept = Files.createDirectories(home.resolve("node"));
    Files.writeString(kept.resolve("golden.ova"), "ova");
    server.misbehaviour().fullAfter(0);
    cloud.fail(RegisterBackupNode.class, request(server));
    assertThat(kept.toFile().list()).containsExactly("golden.ova");
  }
}
