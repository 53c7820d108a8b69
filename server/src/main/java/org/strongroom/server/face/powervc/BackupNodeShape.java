package org.strongroom.server.face.powervc;

import static org.strongroom.server.face.openstack.Answer.rooted;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.server.backupnode.NodeHealth;
import org.strongroom.server.face.openstack.Times;

/** Backup nodes as JSON shows them. */
final class BackupNodeShape {
  private static final int USUAL_PORT = 22;

  private final InstantSource clock;

  BackupNodeShape(InstantSource clock) {
    this.clock = clock;
  }

  /** What a registration answers (Response body of backup node registration). */
  Object registered(BackupNodeInventory node) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", node.id());
    shown.put("access_ip", node.accessIp());
    port(node, shown);
    shown.put("user_id", node.userId());
    shown.put("display_name", node.displayName());
    shown.put("backup_node_id", node.backupNodeId());
    shown.put("unique_id", node.uniqueId());
    shown.put("cos_default", node.cosDefault());
    shown.put("registered_at", Times.seconds(node.registeredDate()));
    return inside(shown);
  }

  /** The two levels of what a registration or an update answers. */
  static Object inside(Map<String, @Nullable Object> attributes) {
    return rooted("backup_node", rooted("registration", attributes));
  }

  /** All of it (View backup node details). */
  Map<String, @Nullable Object> shown(BackupNodeInventory node) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("created_at", Times.ofRow(node.createDate()));
    shown.put("updated_at", Times.ofRowOrNull(node.lastOpDate()));
    shown.put("deleted_at", null);
    shown.put("deleted", false);
    shown.put("id", node.id());
    shown.put("display_name", node.displayName());
    shown.put("user_id", node.userId());
    shown.put("password", node.password());
    shown.put("access_ip", node.accessIp());
    port(node, shown);
    shown.put("backup_node_id", node.backupNodeId());
    shown.put("unique_id", node.uniqueId());
    shown.put("cos_default", node.cosDefault());
    shown.put("private_key", null);
    shown.put("driver_meta", null);
    shown.put("health_status", health(node));
    return shown;
  }

  /** Only if it is another than the usual, so that the usual answer is the specified one. */
  private static void port(BackupNodeInventory node, Map<String, @Nullable Object> shown) {
    if (node.sshPort() != USUAL_PORT) {
      shown.put("ssh_port", node.sshPort());
    }
  }

  private Map<String, Object> health(BackupNodeInventory node) {
    NodeHealth health = NodeHealth.of(node);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", "cinder-backup_" + node.id());
    shown.put("health_value", health.value().name());
    shown.put("updated_at", Times.exact(clock.instant()));
    List<Object> reasons =
        health.reasons().stream().<Object>map(reason -> reason(node, reason)).toList();
    shown.put("value_reason", reasons);
    return shown;
  }

  private static Map<String, Object> reason(BackupNodeInventory node, NodeHealth.Reason reason) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("resource_id", String.valueOf(node.id()));
    shown.put("display_name", node.displayName());
    shown.put("resource_local", "backup_node");
    shown.put("resource_property_key", reason.property());
    shown.put("resource_property_value", reason.value());
    return shown;
  }
}
