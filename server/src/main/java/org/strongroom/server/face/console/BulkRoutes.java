package org.strongroom.server.face.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.OperationModel;
import org.strongroom.server.account.ConsoleRuns;
import org.strongroom.server.call.Calls;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.face.console.bulk.BulkRun;
import org.strongroom.server.face.console.bulk.BulkRuns;
import org.strongroom.server.face.console.bulk.RecordedRun;
import org.strongroom.server.face.console.bulk.Row;
import org.strongroom.server.face.console.bulk.RunPage;
import org.strongroom.server.face.console.bulk.Selection;
import org.strongroom.server.face.console.form.Calling;
import org.strongroom.server.face.console.form.Choices;
import org.strongroom.server.face.console.form.ManyAtOnce;
import org.strongroom.server.face.console.form.ManyForm;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.session.Form;
import org.strongroom.server.face.console.session.Visitors;
import org.strongroom.server.face.console.table.Listing;

/** One operation for many resources: what it needs, its beginning, how far it is. */
final class BulkRoutes implements AutoCloseable {
  private static final int NAMED = 12;

  private final Exchanges exchanges;
  private final Visitors visitors;
  private final BulkRuns runs;
  private final Calls calls;
  private final ConsoleRuns known;

  BulkRoutes(
      Exchanges exchanges, Visitors visitors, Calling calling, Calls calls, ConsoleRuns known) {
    this.exchanges = exchanges;
    this.visitors = visitors;
    this.runs = new BulkRuns(calling, known);
    this.known = known;
    this.calls = calls;
  }

  void register(RoutesConfig routes) {
    routes.post("/console/bulk/{listing}", exchanges.changing(this::form));
    routes.post("/console/bulk/{listing}/begin", exchanges.changing(this::begin));
    // before the other, which takes any ending
    routes.get("/console/bulk-runs/{id}.csv", exchanges.shown(this::csv));
    routes.get("/console/bulk-runs/{id}", exchanges.shown(this::run));
    routes.post("/console/bulk-runs/{id}/cancel", exchanges.changing(this::cancel));
    routes.get("/console/live/bulk-runs/{id}", exchanges.watched(this::live));
  }

  private static Optional<OperationModel> operation(View view, Listing listing, Form form) {
    return ManyAtOnce.of(listing, view).stream()
        .filter(each -> each.name().equals(form.text("operation")))
        .findFirst();
  }

  private void form(View view, Form form, Context ctx) {
    Optional<Listing> listing = Listings.at(ctx.pathParam("listing"));
    Optional<OperationModel> operation = listing.flatMap(each -> operation(view, each, form));
    if (operation.isEmpty()) {
      exchanges.missing(view, ctx);
      return;
    }
    Selection selection = Selection.of(listing.orElseThrow(), form);
    List<Row> rows = selection.rows(view);
    if (rows.isEmpty() || rows.size() > Selection.MOST) {
      ctx.status(400);
      exchanges.refused(
          view,
          ctx,
          rows.isEmpty() ? view.say("bulk.none") : view.say("bulk.too-many", Selection.MOST));
      return;
    }
    show(view, ctx, operation.get(), selection, rows, Map.of(), Optional.empty());
  }

  private void show(
      View view,
      Context ctx,
      OperationModel operation,
      Selection selection,
      List<Row> rows,
      Map<String, List<String>> given,
      Optional<String> problem) {
    ManyForm.Target target =
        new ManyForm.Target(
            rows.stream().limit(NAMED).map(Row::name).toList(),
            rows.size(),
            selection.all(),
            selection.filter(),
            selection.all() ? List.of() : rows.stream().map(Row::uuid).toList());
    exchanges.page(
        view,
        ctx,
        new ManyForm(view, selection.listing(), operation, Selection.MOST)
            .page(target, given, problem));
  }

  /** Nothing is done with more, or others, than were confirmed. */
  private void begin(View view, Form form, Context ctx) {
    Optional<Listing> listing = Listings.at(ctx.pathParam("listing"));
    Optional<OperationModel> found = listing.flatMap(each -> operation(view, each, form));
    if (found.isEmpty()) {
      exchanges.missing(view, ctx);
      return;
    }
    OperationModel operation = found.get();
    Selection selection = Selection.of(listing.orElseThrow(), form);
    List<Row> rows = selection.rows(view);
    if (!rows.isEmpty() && Choices.isLookedFor(operation, form)) {
      show(view, ctx, operation, selection, rows, Calling.shown(operation, form), Optional.empty());
      return;
    }
    Optional<String> problem = problem(view, form, operation, rows.size());
    if (rows.isEmpty() || problem.isPresent()) {
      ctx.status(400);
      show(view, ctx, operation, selection, rows, Calling.shown(operation, form), problem);
      return;
    }
    String id = RecordedRun.name(Uuid.random(), rows.size());
    runs.begin(
        new BulkRun.Asked(
            id,
            view.caller().accountUuid(),
            operation,
            selection.listing(),
            ManyAtOnce.values(operation, selection.listing(), form),
            List.copyOf(rows),
            view.now(),
            Origin.current().source()),
        visitors.during(ctx));
    ctx.redirect(RunPage.url(id), HttpStatus.SEE_OTHER);
  }

  private static Optional<String> problem(
      View view, Form form, OperationModel operation, int found) {
    String count = String.valueOf(found);
    if (found == 0) {
      return Optional.of(view.say("bulk.none"));
    }
    if (!form.text("count").equals(count)) {
      return Optional.of(view.say("bulk.others", form.text("count"), count));
    }
    return ManyAtOnce.takesAway(operation) && !form.text("confirm").strip().equals(count)
        ? Optional.of(view.say("bulk.count-differs", count))
        : Optional.empty();
  }

  private Optional<BulkRun> named(View view, Context ctx) {
    return runs.named(ctx.pathParam("id"), view.caller().accountUuid());
  }

  private void run(View view, Context ctx) {
    named(view, ctx)
        .ifPresentOrElse(
            run -> exchanges.page(view, ctx, new RunPage(view, run).page()),
            () -> recorded(view, ctx));
  }

  /** One of another server, or of this one before it was started. */
  private void recorded(View view, Context ctx) {
    RecordedRun.of(view, calls, known, ctx.pathParam("id"))
        .ifPresentOrElse(
            run -> exchanges.page(view, ctx, run.page()),
            () -> {
              ctx.status(404);
              exchanges.refused(view, ctx, view.say("bulk.unknown"));
            });
  }

  private void csv(View view, Context ctx) {
    named(view, ctx)
        .ifPresentOrElse(
            run -> {
              ctx.contentType("text/csv; charset=utf-8");
              ctx.header("Content-Disposition", "attachment; filename=\"outcomes.csv\"");
              ctx.result(new RunPage(view, run).csv().getBytes(StandardCharsets.UTF_8));
            },
            () -> exchanges.missing(view, ctx));
  }

  private void cancel(View view, Form form, Context ctx) {
    named(view, ctx)
        .ifPresentOrElse(
            run -> run.stop(BulkRun.Why.CANCELLED),
            () -> known.cancel(ctx.pathParam("id"), view.caller().accountUuid()));
    ctx.redirect(RunPage.url(ctx.pathParam("id")), HttpStatus.SEE_OTHER);
  }

  private void live(View view, Context ctx) {
    named(view, ctx)
        .ifPresentOrElse(
            run -> exchanges.fragment(ctx, new RunPage(view, run).live()),
            () -> ctx.status(404).header("HX-Refresh", "true"));
  }

  /** Begins no further rows. */
  @Override
  public void close() {
    runs.close();
  }
}
