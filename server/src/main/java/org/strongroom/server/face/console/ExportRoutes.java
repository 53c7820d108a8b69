package org.strongroom.server.face.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.HashMap;
import java.util.Map;
import org.strongroom.api.snapshot.CloseVolumeSnapshotExport;
import org.strongroom.api.snapshot.ExportVolumeSnapshot;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.session.Form;

/** Opens and closes what serves volume snapshots by NBD, from their pages. */
final class ExportRoutes {
  private final Exchanges exchanges;

  ExportRoutes(Exchanges exchanges) {
    this.exchanges = exchanges;
  }

  void register(RoutesConfig routes) {
    String snapshot = Listings.SNAPSHOTS.url() + "/{uuid}";
    routes.post(snapshot + "/exports", exchanges.changing(this::open));
    routes.post(snapshot + "/exports/{export}/close", exchanges.changing(this::close));
  }

  private void open(View view, Form form, Context ctx) {
    Map<String, Object> values = new HashMap<>(Map.of("uuid", ctx.pathParam("uuid")));
    for (String name : new String[] {"backupStorageUuid", "seconds"}) {
      form.first(name).filter(value -> !value.isEmpty()).ifPresent(v -> values.put(name, v));
    }
    view.ask(ExportVolumeSnapshot.class, values);
    back(ctx);
  }

  private void close(View view, Form form, Context ctx) {
    view.ask(CloseVolumeSnapshotExport.class, Map.of("export", ctx.pathParam("export")));
    back(ctx);
  }

  private static void back(Context ctx) {
    ctx.redirect(
        Listings.SNAPSHOTS.url() + "/" + ctx.pathParam("uuid") + "#exports", HttpStatus.SEE_OTHER);
  }
}
