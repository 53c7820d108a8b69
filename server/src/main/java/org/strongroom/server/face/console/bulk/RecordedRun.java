package org.strongroom.server.face.console.bulk;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.QueryReply;
import org.strongroom.api.audit.QueryAudit;
import org.strongroom.api.inventory.AuditInventory;
import org.strongroom.server.account.ConsoleRuns;
import org.strongroom.server.call.Calls;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.console.frame.Abouts;
import org.strongroom.server.face.console.frame.Asking;
import org.strongroom.server.face.console.frame.Badges;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.Tables;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.page.Page;

/**
 * What became of a run that this server does not do itself: it is another's, or was begun before
 * the server was started. The audit log knows each call of it, and how many rows it was for is part
 * of its name.
 */
public final class RecordedRun {
  private static final int SHOWN = 200;
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}-([0-9]{1,6})");

  private final View view;
  private final Asking asking;
  private final String id;
  private final String filter;
  private final int rows;
  private final Optional<Boolean> cancelled;

  private RecordedRun(View view, Asking asking, String id, int rows, Optional<Boolean> cancelled) {
    this.view = view;
    this.asking = asking;
    this.id = id;
    this.filter = "requestId=" + request(id);
    this.rows = rows;
    this.cancelled = cancelled;
  }

  /** What a run is called that is for so many rows. */
  public static String name(String uuid, int rows) {
    return uuid + "-" + rows;
  }

  /** By which its calls are found in the audit log, on the servers' logs too. */
  static String request(String id) {
    return "bulk-" + id;
  }

  /**
   * The one of this name, if it was begun by who looks, and goes on or has begun one of its rows.
   *
   * @param known the runs that go on, at whatever server
   */
  public static Optional<RecordedRun> of(View view, Calls calls, ConsoleRuns known, String id) {
    Matcher name = NAME.matcher(id);
    if (!name.matches()) {
      return Optional.empty();
    }
    // the audit log is for administrators; whoever began a run may know what became of it
    Asking asking = new Asking(calls, Optional.of(Caller.SYSTEM));
    Optional<Boolean> cancelled = known.isCancelled(id, view.caller().accountUuid());
    RecordedRun run = new RecordedRun(view, asking, id, Integer.parseInt(name.group(1)), cancelled);
    return run.count() == 0 && cancelled.isEmpty() ? Optional.empty() : Optional.of(run);
  }

  private long count(String... conditions) {
    Long total = asked(Map.of("q", conditions(conditions), "count", true)).total();
    return total == null ? 0 : total;
  }

  private List<String> conditions(String... more) {
    List<String> all =
        new ArrayList<>(List.of(filter, "accountUuid=" + view.caller().accountUuid()));
    all.addAll(List.of(more));
    return all;
  }

  private QueryReply<AuditInventory> asked(Map<String, ?> values) {
    return asking.ask(QueryAudit.class, values);
  }

  /** The page. */
  public Page page() {
    long begun = count();
    long done = count("outcome=Succeeded");
    long goesOn = count("outcome=Accepted");
    List<AuditInventory> first = first();
    String title =
        first.isEmpty()
            ? view.say("bulk.recorded")
            : view.say("bulk.title", view.texts().operation(first.getFirst().operation()), rows);
    return new Page(
        List.of(),
        title,
        all(
            el(
                "div.head",
                el("div", el("h1", text(title)), el("p.lead", text(view.say("bulk.recorded.why")))),
                el("div.actions", audit())),
            Frame.live(
                "run",
                RunPage.url(id),
                true,
                el(
                    "section.card",
                    el(
                        "div.section-head",
                        el(
                            "div",
                            at("role", "status"),
                            el("h2", text(view.say("bulk.recorded.begun", begun, rows)))),
                        begun < rows && !cancelled.orElse(true)
                            ? new Frame(view)
                                .button(RunPage.url(id) + "/cancel", view.say("bulk.cancel"), false)
                            : Node.NONE),
                    el(
                        "progress.wide",
                        at("max", Math.max(1, rows)),
                        at("value", begun),
                        at("aria-label", view.say("job.progress"))),
                    el(
                        "dl.facts.three",
                        fact("bulk.done", done),
                        fact("bulk.failed", begun - done - goesOn),
                        fact("bulk.not-begun", Math.max(0, rows - begun)),
                        fact("bulk.goes-on", goesOn)),
                    begun < rows ? el("p.reason", text(rest())) : Node.NONE),
                rows(first))));
  }

  private String rest() {
    return view.say(cancelled.orElse(false) ? "bulk.why.CANCELLED" : "bulk.recorded.rest");
  }

  /** What went wrong comes first. */
  private List<AuditInventory> first() {
    List<AuditInventory> first = new ArrayList<>();
    for (String[] part :
        List.of(
            new String[] {"outcome!=Succeeded", "outcome!=Accepted"},
            new String[] {"outcome=Accepted"},
            new String[] {"outcome=Succeeded"})) {
      List<AuditInventory> found =
          asked(Map.of("q", conditions(part), "limit", SHOWN - first.size() + 1, "sort", "-time"))
              .inventories();
      first.addAll(found == null ? List.of() : found);
      if (first.size() >= SHOWN) {
        break;
      }
    }
    return first.stream().limit(SHOWN).toList();
  }

  /** All of them, for who may read the audit log. */
  private Node audit() {
    return view.may(QueryAudit.class)
        ? link(
            "/console/audit?q=" + URLEncoder.encode(filter, StandardCharsets.UTF_8),
            at("class", "button"),
            text(view.say("audit.title")))
        : Node.NONE;
  }

  private Node fact(String message, long count) {
    return el("div", el("dt", text(view.say(message))), el("dd.big", text(String.valueOf(count))));
  }

  private Node rows(List<AuditInventory> shown) {
    String heading = view.say("bulk.outcomes");
    return shown.isEmpty()
        ? Node.NONE
        : el(
            "section.card",
            el("div.section-head", el("h2", text(heading))),
            Tables.of(
                heading,
                all(
                    Tables.head(view.say("field.name")),
                    Tables.head(view.texts().field("jobUuid")),
                    Tables.head(view.texts().field("time")),
                    Tables.head(view.say("bulk.outcome")),
                    Tables.head(view.say("bulk.reason"))),
                rows(Abouts.of(view, shown), shown)));
  }

  private Stream<Node> rows(Abouts abouts, List<AuditInventory> shown) {
    return shown.stream().map(call -> row(abouts, call));
  }

  private Node row(Abouts abouts, AuditInventory call) {
    return el(
        "tr",
        el("td", abouts.of(call.resourceUuid())),
        el("td", job(call.jobUuid())),
        el("td", new Values(view).time(call.time())),
        el("td", outcome(call.outcome())),
        el("td.long", call.details() == null ? text("") : foreign(call.details())));
  }

  private static Node job(@Nullable String uuid) {
    return uuid == null
        ? text("–")
        : link("/console/jobs/" + uuid, el("code", text(uuid.substring(0, 8))));
  }

  private Node outcome(String outcome) {
    return switch (outcome) {
      case "Succeeded" -> Badges.note("good", view.say("bulk.end.DONE"));
      case "Accepted" -> Badges.note("busy", view.say("bulk.end.GOES_ON"));
      default -> Badges.note("bad", view.say("bulk.end.FAILED") + " · " + outcome);
    };
  }
}
