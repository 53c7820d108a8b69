package org.strongroom.server.face.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.strongroom.api.ApiException;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.console.asset.Assets;
import org.strongroom.server.face.console.form.Actions;
import org.strongroom.server.face.console.form.Calling;
import org.strongroom.server.face.console.form.ManyAtOnce;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.page.Csv;
import org.strongroom.server.face.console.page.DetailPage;
import org.strongroom.server.face.console.page.DoorPages;
import org.strongroom.server.face.console.page.GonePage;
import org.strongroom.server.face.console.page.JobParts;
import org.strongroom.server.face.console.page.Overview;
import org.strongroom.server.face.console.page.Page;
import org.strongroom.server.face.console.page.TablePage;
import org.strongroom.server.face.console.session.Form;
import org.strongroom.server.face.console.session.Preferences;
import org.strongroom.server.face.console.session.Visitors;
import org.strongroom.server.face.console.table.Address;
import org.strongroom.server.face.console.table.Listing;

/** The routes of the console, below {@code /console/}. */
public final class ConsoleFace implements AutoCloseable {
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{32}");

  /** How often pages are told of changes at most. */
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final Assets assets = new Assets();
  private final Surroundings surroundings;
  private final Visitors visitors;
  private final Exchanges exchanges;
  private final RequestBodies bodies;
  private final Calling calling;
  private final EventStreams streams;
  private final BulkRoutes many;

  public ConsoleFace(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.visitors = surroundings.visitors();
    this.bodies = surroundings.bodies();
    this.exchanges = new Exchanges(surroundings, assets);
    this.streams =
        new EventStreams(
            exchanges,
            new Pulses(BEAT, caller -> Pulse.of(surroundings.calls(), caller), visitors::goingOn));
    this.calling = new Calling(surroundings.calls(), surroundings.jobs());
    this.many =
        new BulkRoutes(exchanges, visitors, calling, surroundings.calls(), surroundings.runs());
  }

  public void register(RoutesConfig routes) {
    routes.get(Assets.PATH + "{name}", exchanges.open(this::asset));
    routes.get("/console/log-in", exchanges.open(this::logInForm));
    routes.post("/console/log-in", exchanges.open(this::logIn));
    routes.post("/console/preferences", exchanges.open(this::preferences));
    routes.post("/console/log-out", exchanges.changing(this::logOut));
    routes.get("/console", exchanges.shown(this::overview));
    routes.get("/console/live/strip", exchanges.watched(this::strip));
    routes.get("/console/live/jobs/{uuid}", exchanges.watched(this::liveJob));
    for (Listing listing : Listings.all()) {
      routes.get(listing.url(), exchanges.shown((view, ctx) -> list(listing, view, ctx)));
      routes.get(listing.url() + ".csv", exchanges.shown((view, ctx) -> csv(listing, view, ctx)));
      if (!listing.key().isEmpty()) {
        routes.get(
            listing.url() + "/{uuid}", exchanges.shown((view, ctx) -> detail(listing, view, ctx)));
      }
    }
    routes.get("/console/images/{uuid}/file", exchanges.shown(this::image));
    routes.get("/console/volume-snapshots/{uuid}/file", exchanges.shown(this::snapshot));
    new FormRoutes(exchanges, calling).register(routes);
    many.register(routes);
    new ExportRoutes(exchanges).register(routes);
    streams.register(routes);
    new UploadRoutes(exchanges, calling, assets, surroundings).register(routes);
    routes.get("/console/<path>", exchanges.shown((view, ctx) -> exchanges.missing(view, ctx)));
  }

  /** Ends what pages have open, so that the server can stop. */
  @Override
  public void close() {
    streams.close();
    many.close();
  }

  private void image(View view, Context ctx) throws IOException {
    surroundings.downloads().image(ctx, view.caller());
  }

  private void snapshot(View view, Context ctx) throws IOException {
    surroundings.downloads().snapshot(ctx, view.caller());
  }

  private void asset(View view, Context ctx) {
    if (!assets.send(ctx.pathParam("name"), ctx)) {
      ctx.status(404).contentType("text/plain; charset=utf-8").result("no such file");
    }
  }

  private void logInForm(View view, Context ctx) {
    if (!visitors.isSafe(ctx)) {
      exchanges.plain(view, ctx, 403, DoorPages.unsafe(view));
      return;
    }
    if (visitors.using(ctx).isPresent()) {
      ctx.redirect("/console/");
      return;
    }
    String next = Optional.ofNullable(ctx.queryParam("next")).orElse("");
    exchanges.plain(view, ctx, 200, DoorPages.logIn(view, Optional.empty(), "", own(next)));
  }

  private void logIn(View view, Context ctx) throws IOException {
    if (!visitors.isSafe(ctx)) {
      exchanges.plain(view, ctx, 403, DoorPages.unsafe(view));
      return;
    }
    if (!visitors.isOwnPage(ctx)) {
      exchanges.plain(view, ctx, 403, exchanges.elsewhere(view, ctx));
      return;
    }
    Form form = Form.read(bodies.read(ctx, false));
    String next = own(form.text("next"));
    try {
      visitors.logIn(form.text("name"), form.text("password"), ctx);
    } catch (ApiException e) {
      exchanges.retry(e, ctx);
      Optional<String> problem = Optional.of(exchanges.words(view, e));
      exchanges.plain(
          view, ctx, exchanges.status(e), DoorPages.logIn(view, problem, form.text("name"), next));
      return;
    }
    ctx.redirect(next, io.javalin.http.HttpStatus.SEE_OTHER);
  }

  private void logOut(View view, Form form, Context ctx) {
    visitors.logOut(ctx);
    ctx.redirect("/console/log-in", io.javalin.http.HttpStatus.SEE_OTHER);
  }

  private void preferences(View view, Context ctx) throws IOException {
    if (!visitors.isOwnPage(ctx)) {
      exchanges.plain(view, ctx, 403, exchanges.elsewhere(view, ctx));
      return;
    }
    Form form = Form.read(bodies.read(ctx, false));
    for (String name : new String[] {"theme", "language"}) {
      form.first(name).ifPresent(value -> Preferences.keep(name, value, ctx));
    }
    ctx.redirect(own(form.text("back")), io.javalin.http.HttpStatus.SEE_OTHER);
  }

  /** A page of the console; anything else leads to the first one. */
  private static String own(String url) {
    boolean harmless =
        url.startsWith("/console/") && url.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
    return harmless ? url : "/console/";
  }

  private void overview(View view, Context ctx) {
    exchanges.page(view, ctx, new Overview(view).page(new Actions(view).making(Listings.STORAGES)));
  }

  private void strip(View view, Context ctx) {
    exchanges.fragment(ctx, new Frame(view).strip());
  }

  private void liveJob(View view, Context ctx) {
    String uuid = ctx.pathParam("uuid");
    List<LongJobInventory> found =
        UUID.matcher(uuid).matches()
            ? view.find(QueryLongJob.class, 1, "-createDate", "uuid=" + uuid)
            : List.of();
    if (found.isEmpty()) {
      ctx.status(404);
      return;
    }
    LongJobInventory job = found.getFirst();
    if (!JobParts.isGoing(job)) {
      ctx.header("HX-Refresh", "true"); // the buttons change, too
    }
    exchanges.fragment(ctx, new JobParts(view).live(job));
  }

  private void list(Listing listing, View view, Context ctx) {
    TablePage table = new TablePage(view, listing, Address.of(listing, ctx));
    exchanges.page(
        view,
        ctx,
        table.page(
            new Actions(view).making(listing),
            ManyAtOnce.choices(listing, view, table.filtered())));
  }

  private void csv(Listing listing, View view, Context ctx) throws IOException {
    Csv.write(
        view,
        listing,
        Address.of(listing, ctx),
        () -> {
          ctx.res().setContentType("text/csv; charset=utf-8");
          ctx.header("Content-Disposition", "attachment; filename=\"" + listing.path() + ".csv\"");
          return ctx.res().getOutputStream();
        });
  }

  private void detail(Listing listing, View view, Context ctx) {
    String uuid = ctx.pathParam("uuid");
    Optional<Record> row =
        UUID.matcher(uuid).matches() ? DetailPage.find(view, listing, uuid) : Optional.empty();
    if (row.isEmpty()) {
      Optional<Page> gone =
          UUID.matcher(uuid).matches() ? GonePage.of(view, listing, uuid) : Optional.empty();
      gone.ifPresentOrElse(
          page -> exchanges.page(view, ctx.status(404), page), () -> exchanges.missing(view, ctx));
      return;
    }
    Node actions = new Actions(view).on(listing, row.get());
    Page page = DetailPage.page(view, listing, row.get(), actions);
    exchanges.page(view, ctx, page);
  }
}
