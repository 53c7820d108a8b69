package org.strongroom.server.face.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.image.AddImage;
import org.strongroom.api.image.QueryImage;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.face.console.asset.Assets;
import org.strongroom.server.face.console.form.Calling;
import org.strongroom.server.face.console.form.UploadPage;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.session.Form;
import org.strongroom.server.face.console.session.Visitors;
import org.strongroom.server.face.zstack.PageUploads;
import org.strongroom.server.job.JobOutcome;
import tools.jackson.databind.json.JsonMapper;

/**
 * Uploads from a page. Room is reserved before a byte goes; the bytes go by the resumable protocol
 * to a path of the console, with its session and token.
 */
final class UploadRoutes {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration AT_ONCE = Duration.ofMillis(50);

  private final Exchanges exchanges;
  private final Calling calling;
  private final Assets assets;
  private final PageUploads uploads;

  UploadRoutes(Exchanges exchanges, Calling calling, Assets assets, Surroundings surroundings) {
    this.exchanges = exchanges;
    this.calling = calling;
    this.assets = assets;
    Visitors visitors = surroundings.visitors();
    this.uploads =
        new PageUploads(
            surroundings.uploads(),
            ctx -> visitors.scripted(ctx).caller(),
            surroundings.json(),
            surroundings.publicUrl()::of,
            uuid -> "/console/images/" + uuid + "/uploads");
  }

  void register(RoutesConfig routes) {
    routes.get("/console/upload", exchanges.shown(this::page));
    routes.post("/console/upload", exchanges.changing(this::begin));
    routes.get("/console/live/uploads/{job}", exchanges.watched(this::state));
    uploads.register(routes);
  }

  private void page(View view, Context ctx) {
    exchanges.page(view, ctx, UploadPage.page(view, assets));
  }

  /** Has the image begun; the script sends the bytes. */
  private void begin(View view, Form form, Context ctx) {
    Map<String, Object> values = new HashMap<>();
    for (String name : new String[] {"name", "format", "mediaType"}) {
      form.first(name).filter(value -> !value.isBlank()).ifPresent(v -> values.put(name, v));
    }
    values.put("backupStorageUuids", form.all("backupStorageUuids"));
    values.put("url", "upload://" + fileName(form.text("file")));
    Calling.Called called =
        calling.call(Operations.of(AddImage.class), values, view.caller(), AT_ONCE);
    if (called.outcome() instanceof JobOutcome.Failed(var error)) {
      send(ctx.status(400), Map.of("error", error.details()));
      return;
    }
    Optional<String> image = job(view, called.job()).map(LongJobInventory::targetResourceUuid);
    send(
        ctx,
        Map.of("job", called.job(), "uploads", "/console/images/" + image.orElse("") + "/uploads"));
  }

  /** What of the name can stand in a url; formats are told by how it ends. */
  private static String fileName(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "-");
    return plain.isEmpty() ? "file" : plain.substring(Math.max(0, plain.length() - 100));
  }

  private static Optional<LongJobInventory> job(View view, String uuid) {
    return view.find(QueryLongJob.class, 1, "-createDate", "uuid=" + uuid).stream().findFirst();
  }

  /** How the job of an upload stands; the digest once it is over. */
  private void state(View view, Context ctx) {
    String uuid = ctx.pathParam("job");
    LongJobInventory job =
        uuid.matches("[0-9a-f]{32}") ? job(view, uuid).orElseThrow(() -> none(uuid)) : null;
    if (job == null) {
      throw none(uuid);
    }
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("state", job.state());
    state.put("reason", job.reason() == null ? "" : job.reason());
    String image = job.targetResourceUuid();
    List<ImageInventory> found =
        image == null ? List.of() : view.find(QueryImage.class, 1, "-createDate", "uuid=" + image);
    if (job.state().equals("Succeeded") && !found.isEmpty()) {
      state.put("sha256", String.valueOf(found.getFirst().sha256()));
      state.put("page", "/console/images/" + image);
    }
    send(ctx, state);
  }

  private static ApiException none(String uuid) {
    return new ApiException(ErrorCode.NOT_FOUND, "no job has the uuid " + uuid);
  }

  private static void send(Context ctx, Object value) {
    ctx.contentType("application/json; charset=utf-8").result(JSON.writeValueAsBytes(value));
  }
}
