package org.strongroom.server.face.powervc;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.imagebackup.DeleteImageBackup;
import org.strongroom.api.imagebackup.ResetImageBackup;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.server.face.openstack.Answer;
import org.strongroom.server.face.openstack.Attribute;
import org.strongroom.server.face.openstack.Attributes;
import org.strongroom.server.face.openstack.BodySchema;
import org.strongroom.server.face.openstack.Exchange;
import org.strongroom.server.face.openstack.Fault;
import org.strongroom.server.face.openstack.OpenStackRoutes;
import org.strongroom.server.face.openstack.OpenStackRoutes.Method;
import org.strongroom.server.face.openstack.OperationCalls;

/** Deleting and resetting image backups, under their own path and under that of volume backups. */
final class BackupActionRoutes {
  private static final String FORCE_DELETE = "os-force_delete";
  private static final String RESET = "os-reset_status";

  private static final BodySchema ACTION =
      BodySchema.ofRoot(
          Attribute.object(FORCE_DELETE).orNull(),
          Attribute.object(RESET, Attribute.text("status", 32).asRequired()));

  private final OperationCalls calls;
  private final ImageBackupReader backups;

  BackupActionRoutes(OperationCalls calls, ImageBackupReader backups) {
    this.calls = calls;
    this.backups = backups;
  }

  void register(OpenStackRoutes routes) {
    for (String all : new String[] {ImageBackupShape.PATH, VolumeBackupShape.PATH}) {
      routes.add(Method.DELETE, all + "/{id}", DeleteImageBackup.class, this::delete);
      routes.add(Method.POST, all + "/{id}/action", ResetImageBackup.class, this::act);
    }
  }

  private Answer delete(Exchange exchange) {
    return deleted(exchange, false);
  }

  private Answer deleted(Exchange exchange, boolean force) {
    ImageBackupInventory backup = backups.required(exchange);
    Map<String, @Nullable Object> values = Map.of("uuid", backup.uuid(), "force", force);
    String task = calls.begin(exchange, DeleteImageBackup.class, values);
    calls.checkNotFailed(exchange, DeleteImageBackup.class, task);
    return Answer.accepted();
  }

  private Answer act(Exchange exchange) throws IOException {
    Attributes sent = exchange.body(ACTION);
    if (sent.names().size() != 1) {
      throw Fault.badRequest(
          "Malformed request body: it has to name one action, %s or %s"
              .formatted(FORCE_DELETE, RESET));
    }
    if (sent.has(FORCE_DELETE)) {
      return deleted(exchange, true);
    }
    ImageBackupInventory backup = backups.required(exchange);
    calls.done(
        exchange,
        ResetImageBackup.class,
        Map.of("uuid", backup.uuid(), "status", sent.object(RESET).get("status")));
    return Answer.accepted();
  }
}
