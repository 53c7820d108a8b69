package org.strongroom.server.face.powervc;

import io.javalin.config.RoutesConfig;
import java.time.InstantSource;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.openstack.OpenStackRoutes;
import org.strongroom.server.face.openstack.OperationCalls;
import org.strongroom.server.identity.Tokens;

/** The routes below {@code /v3/{project_id}}. */
public final class PowerVcFace {
  private final OperationCalls calls;
  private final Tokens tokens;
  private final RequestBodies bodies;
  private final PublicUrl publicUrl;
  private final InstantSource clock;

  public PowerVcFace(
      OperationCalls calls,
      Tokens tokens,
      RequestBodies bodies,
      PublicUrl publicUrl,
      InstantSource clock) {
    this.calls = calls;
    this.tokens = tokens;
    this.bodies = bodies;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  public void register(RoutesConfig config) {
    OpenStackRoutes routes = new OpenStackRoutes(config, tokens, calls, bodies, publicUrl);
    NodeReader nodes = new NodeReader(calls);
    ImageBackupReader backups = new ImageBackupReader(calls);
    new BackupNodeRoutes(calls, nodes, new BackupNodeShape(clock)).register(routes);
    new BackupServiceRoutes(nodes, clock).register(routes);
    new ImageBackupRoutes(calls, backups).register(routes);
    new TransferRoutes(calls, backups).register(routes);
    new BackupActionRoutes(calls, backups).register(routes);
    new VolumeBackupRoutes(backups).register(routes);
    new CosRoutes(calls).register(routes);
    routes.addUnknown();
  }
}
