package org.strongroom.server.backupnode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.strongroom.api.ApiError;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.QueryReply;
import org.strongroom.api.backupnode.DeregisterBackupNode;
import org.strongroom.api.backupnode.QueryBackupNode;
import org.strongroom.api.backupnode.RegisterBackupNode;
import org.strongroom.api.backupnode.UpdateBackupNode;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.server.backupstorage.Cloud;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.MisbehavingSshServer;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** The operations of backup nodes, for tests. */
record Nodes(Cloud cloud) {

  static Map<String, Object> request(OpenSshServer server, SshAccount account) {
    return request(server.host(), server.port(), account.username(), account.password());
  }

  static Map<String, Object> request(MisbehavingSshServer server) {
    return request(
        server.host(), server.port(), MisbehavingSshServer.USERNAME, MisbehavingSshServer.PASSWORD);
  }

  private static Map<String, Object> request(
      String host, int port, String username, String password) {
    Map<String, Object> request = new HashMap<>();
    request.put("accessIp", host);
    request.put("sshPort", port);
    request.put("userId", username);
    request.put("password", password);
    request.put("displayName", "Backup-node-111");
    return request;
  }

  BackupNodeInventory register(Map<String, ?> request) {
    return node(cloud.succeed(RegisterBackupNode.class, request));
  }

  BackupNodeInventory update(long id, Map<String, ?> changes) {
    return node(cloud.succeed(UpdateBackupNode.class, with(id, changes)));
  }

  ApiError failUpdate(long id, Map<String, ?> changes) {
    return cloud.fail(UpdateBackupNode.class, with(id, changes));
  }

  void deregister(long id, boolean force, boolean uninstall) {
    cloud.succeed(
        DeregisterBackupNode.class, Map.of("id", id, "force", force, "uninstall", uninstall));
  }

  ApiError failDeregister(long id, boolean force, boolean uninstall) {
    return cloud.fail(
        DeregisterBackupNode.class, Map.of("id", id, "force", force, "uninstall", uninstall));
  }

  private static Map<String, Object> with(long id, Map<String, ?> changes) {
    Map<String, Object> all = new HashMap<>(changes);
    all.put("id", id);
    return all;
  }

  static BackupNodeInventory node(Object reply) {
    return (BackupNodeInventory) ((InventoryReply<?>) reply).inventory();
  }

  static BackupNodeInventory node(JobOutcome outcome) {
    assertThat(outcome).isInstanceOf(JobOutcome.Succeeded.class);
    return node(((JobOutcome.Succeeded) outcome).reply());
  }

  List<BackupNodeInventory> all() {
    return all(Caller.SYSTEM);
  }

  @SuppressWarnings("unchecked")
  List<BackupNodeInventory> all(Caller caller) {
    Map<String, Object> none = Map.of("query", Map.of());
    QueryReply<BackupNodeInventory> reply =
        (QueryReply<BackupNodeInventory>) cloud.answer(QueryBackupNode.class, none, caller);
    return Objects.requireNonNull(reply.inventories());
  }

  BackupNodeInventory show(long id) {
    return all().stream().filter(node -> node.id() == id).findFirst().orElseThrow();
  }
}
