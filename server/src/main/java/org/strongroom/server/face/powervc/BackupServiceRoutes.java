package org.strongroom.server.face.powervc;

import static org.strongroom.server.face.openstack.Answer.rooted;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.backupnode.QueryBackupNode;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.server.face.openstack.Answer;
import org.strongroom.server.face.openstack.Exchange;
import org.strongroom.server.face.openstack.Filters;
import org.strongroom.server.face.openstack.OpenStackRoutes;
import org.strongroom.server.face.openstack.OpenStackRoutes.Method;
import org.strongroom.server.face.openstack.Times;

/** {@code /os-services}: a backup service for each node. */
final class BackupServiceRoutes {
  private static final String BINARY = "cinder-backup";

  private static final Filters FILTERS =
      Filters.none()
          .same("binary", BINARY)
          .same("service", BINARY) // how old clients call it
          .with("host", host -> Optional.of(List.of()));

  private final NodeReader nodes;
  private final InstantSource clock;

  BackupServiceRoutes(NodeReader nodes, InstantSource clock) {
    this.nodes = nodes;
    this.clock = clock;
  }

  void register(OpenStackRoutes routes) {
    routes.add(Method.GET, "/os-services", QueryBackupNode.class, this::list);
  }

  private Answer list(Exchange exchange) {
    boolean wanted = FILTERS.of(exchange).isPresent();
    List<Map<String, @Nullable Object>> services =
        !wanted
            ? List.of()
            : nodes.all(exchange).stream()
                .filter(
                    node -> exchange.query("host").map(node.backupNodeId()::equals).orElse(true))
                .map(this::service)
                .toList();
    return Answer.ok(rooted("services", services));
  }

  private Map<String, @Nullable Object> service(BackupNodeInventory node) {
    boolean enabled = node.state().equals("Enabled");
    boolean up = node.status().equals("Connected");
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("binary", BINARY);
    shown.put("host", node.backupNodeId());
    shown.put("zone", "nova");
    shown.put("status", enabled ? "enabled" : "disabled");
    shown.put("state", up ? "up" : "down");
    shown.put("updated_at", up ? Times.exact(clock.instant()) : null);
    shown.put("disabled_reason", enabled ? null : "disabled by the administrator");
    return shown;
  }
}
