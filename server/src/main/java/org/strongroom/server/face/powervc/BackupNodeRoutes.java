package org.strongroom.server.face.powervc;

import static org.strongroom.server.face.openstack.Answer.rooted;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.QueryReply;
import org.strongroom.api.backupnode.DeregisterBackupNode;
import org.strongroom.api.backupnode.DiscoverBackupNode;
import org.strongroom.api.backupnode.QueryBackupNode;
import org.strongroom.api.backupnode.RegisterBackupNode;
import org.strongroom.api.backupnode.UpdateBackupNode;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.server.face.openstack.Answer;
import org.strongroom.server.face.openstack.Attributes;
import org.strongroom.server.face.openstack.Exchange;
import org.strongroom.server.face.openstack.Filters;
import org.strongroom.server.face.openstack.OpenStackRoutes;
import org.strongroom.server.face.openstack.OpenStackRoutes.Method;
import org.strongroom.server.face.openstack.OperationCalls;
import org.strongroom.server.face.openstack.Paging;

/** {@code /backup-nodes} (Backup node registration). */
final class BackupNodeRoutes {
  private static final Map<String, String> ORDER =
      Map.of(
          "id", "id",
          "display_name", "displayName",
          "access_ip", "accessIp",
          "user_id", "userId",
          "backup_node_id", "backupNodeId",
          "created_at", "createDate",
          "updated_at", "lastOpDate");

  private static final Filters FILTERS =
      Filters.none()
          .number("id", "id")
          .text("display_name", "displayName")
          .text("access_ip", "accessIp")
          .number("ssh_port", "sshPort")
          .text("user_id", "userId")
          .text("backup_node_id", "backupNodeId")
          .text("cos_default", "cosDefault")
          .text("project_id", "projectUuid");

  private final OperationCalls calls;
  private final NodeReader nodes;
  private final BackupNodeShape shape;

  BackupNodeRoutes(OperationCalls calls, NodeReader nodes, BackupNodeShape shape) {
    this.calls = calls;
    this.nodes = nodes;
    this.shape = shape;
  }

  void register(OpenStackRoutes routes) {
    String one = "/backup-nodes/{id}";
    routes.add(Method.POST, "/backup-nodes", RegisterBackupNode.class, this::create);
    routes.add(Method.GET, "/backup-nodes", QueryBackupNode.class, this::list);
    routes.add(Method.GET, one, QueryBackupNode.class, this::show);
    routes.add(Method.PUT, one, UpdateBackupNode.class, this::update);
    routes.add(Method.DELETE, one, DeregisterBackupNode.class, this::delete);
    routes.add(Method.PUT, one + "/discover", DiscoverBackupNode.class, this::discover);
  }

  private Answer create(Exchange exchange) throws IOException {
    Attributes sent = exchange.body(BackupNodeSchemas.REGISTER);
    BackupNodeInventory node =
        calls
            .done(exchange, RegisterBackupNode.class, BackupNodeSchemas.parameters(sent))
            .inventory();
    return Answer.created(shape.registered(node));
  }

  private Answer list(Exchange exchange) {
    Paging paging =
        Paging.of(exchange, FILTERS, ORDER, "+id", marker -> nodes.uuid(exchange, marker));
    QueryReply<BackupNodeInventory> reply = nodes.find(exchange, paging.values());
    List<BackupNodeInventory> rows = NodeReader.rows(reply);
    return Answer.ok(
        paging.list(
            "backup_nodes",
            rows.stream().map(shape::shown).toList(),
            last -> String.valueOf(rows.get(last).id()),
            reply.total()));
  }

  private Answer show(Exchange exchange) {
    return Answer.ok(rooted("backup_node", shape.shown(nodes.required(exchange))));
  }

  private Answer update(Exchange exchange) throws IOException {
    Attributes sent = exchange.body(BackupNodeSchemas.UPDATE);
    BackupNodeInventory before = nodes.required(exchange);
    BackupNodeSchemas.checkReadOnly(sent, shape.shown(before));
    Map<String, @Nullable Object> changes = BackupNodeSchemas.parameters(sent);
    if (sent.has("cos_default") && sent.get("cos_default") == null) {
      changes.put("cosDefault", ""); // the way to say none
    }
    BackupNodeInventory node = before;
    if (!changes.isEmpty()) {
      changes.put("id", before.id());
      node = calls.done(exchange, UpdateBackupNode.class, changes).inventory();
    }
    return Answer.created(BackupNodeShape.inside(updated(sent, node)));
  }

  /** What the request named, never the password. */
  private static Map<String, @Nullable Object> updated(Attributes sent, BackupNodeInventory node) {
    Map<String, @Nullable Object> now = new LinkedHashMap<>();
    now.put("access_ip", node.accessIp());
    now.put("ssh_port", node.sshPort());
    now.put("user_id", node.userId());
    now.put("display_name", node.displayName());
    now.put("cos_default", node.cosDefault());
    now.keySet().retainAll(sent.names());
    return now;
  }

  private Answer delete(Exchange exchange) {
    boolean uninstall = exchange.flag("uninstall");
    boolean force = exchange.flag("force");
    long id = nodes.required(exchange).id();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("id", id);
    values.put("uninstall", uninstall);
    values.put("force", force);
    calls.done(exchange, DeregisterBackupNode.class, values);
    return Answer.noContent();
  }

  private Answer discover(Exchange exchange) {
    long id = nodes.required(exchange).id();
    DiscoverBackupNode.Reply found =
        calls.doneThere(exchange, DiscoverBackupNode.class, Map.of("id", id));
    return Answer.ok(rooted("backup_node", rooted("ova_count", found.ovaCount())));
  }
}
