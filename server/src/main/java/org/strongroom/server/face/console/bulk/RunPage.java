package org.strongroom.server.face.console.bulk;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.strongroom.api.coding.CsvCell;
import org.strongroom.server.face.console.frame.Badges;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.Tables;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.html.Part;
import org.strongroom.server.face.console.page.Page;

/** How far a run is, and what became of each row: what went wrong first. */
public final class RunPage {
  private static final int SHOWN = 200;

  private final View view;
  private final BulkRun run;

  public RunPage(View view, BulkRun run) {
    this.view = view;
    this.run = run;
  }

  public static String url(String id) {
    return "/console/bulk-runs/" + id;
  }

  /** The whole page. */
  public Page page() {
    BulkRun.Asked asked = run.asked();
    String title =
        view.say(
            "bulk.title", view.texts().operation(asked.operation().name()), asked.rows().size());
    return new Page(
        List.of(
            new Frame.Crumb(view.say(asked.listing().path() + ".title"), asked.listing().url())),
        title,
        all(
            el(
                "div.head",
                el("div", el("h1", text(title)), el("p.lead", text(view.say("bulk.run.lead")))),
                el(
                    "div.actions",
                    link(
                        url(asked.id()) + ".csv",
                        at("class", "button"),
                        at("download", ""),
                        text(view.say("bulk.csv"))))),
            live()));
  }

  /** What changes while it goes on. */
  public Node live() {
    BulkRun.Standing standing = run.standing();
    List<Part> parts = new ArrayList<>();
    parts.add(at("id", "run"));
    if (!standing.over()) {
      parts.add(at("hx-get", "/console/live/bulk-runs/" + run.asked().id()));
      parts.add(at("hx-trigger", "every 1s"));
      parts.add(at("hx-swap", "outerHTML"));
    }
    parts.add(standing(standing));
    parts.add(rows());
    return el("div.stack", parts.toArray(Part[]::new));
  }

  private Node standing(BulkRun.Standing standing) {
    boolean wrong = standing.failed() + standing.notBegun() > 0;
    String words =
        !standing.over()
            ? view.say("bulk.going", standing.ended(), standing.rows())
            : wrong || standing.goingOn() > 0
                ? view.say("bulk.over.partly", standing.done(), standing.rows())
                : view.say("bulk.over.well", standing.rows());
    return el(
        "section.card",
        el(
            "div.section-head",
            el("div", at("role", "status"), el("h2", text(words))),
            standing.over()
                ? Node.NONE
                : new Frame(view)
                    .button(url(run.asked().id()) + "/cancel", view.say("bulk.cancel"), false)),
        el(
            "progress.wide",
            at("max", standing.rows()),
            at("value", standing.ended()),
            at("aria-label", view.say("job.progress"))),
        el(
            "dl.facts.three",
            fact("bulk.done", standing.done()),
            fact("bulk.failed", standing.failed()),
            fact("bulk.not-begun", standing.notBegun()),
            fact("bulk.goes-on", standing.goingOn())),
        standing.notBegun() == 0
            ? Node.NONE
            : el("p.reason", text(view.say("bulk.why." + run.why().name()))));
  }

  private Node fact(String message, int count) {
    return el("div", el("dt", text(view.say(message))), el("dd.big", text(String.valueOf(count))));
  }

  private Node rows() {
    List<Outcome> outcomes = run.outcomes();
    List<Outcome> shown =
        outcomes.stream()
            .sorted(Comparator.comparing((Outcome each) -> each.end() == Outcome.End.DONE))
            .limit(SHOWN)
            .toList();
    if (shown.isEmpty()) {
      return Node.NONE;
    }
    String heading = view.say("bulk.outcomes");
    return el(
        "section.card",
        el("div.section-head", el("h2", text(heading))),
        Tables.of(
            heading,
            all(head("field.name"), head("bulk.outcome"), head("bulk.reason")),
            shown.stream().map(this::row)),
        outcomes.size() > SHOWN
            ? el("p.hint", text(view.say("bulk.shown", SHOWN, outcomes.size())))
            : Node.NONE);
  }

  private Node head(String message) {
    return Tables.head(view.say(message));
  }

  private Node row(Outcome outcome) {
    Row row = outcome.row();
    String end = view.say("bulk.end." + outcome.end().name());
    return el(
        "tr",
        el(
            "td",
            link(
                run.asked().listing().url() + "/" + row.uuid(),
                at("class", "name"),
                row.name().isEmpty() ? text(view.say("unnamed")) : foreign(row.name()))),
        el(
            "td",
            switch (outcome.end()) {
              case DONE -> Badges.note("good", end);
              case FAILED -> Badges.note("bad", end);
              case GOES_ON -> link("/console/jobs/" + outcome.job(), Badges.note("busy", end));
              case NOT_BEGUN -> Badges.note("noted", end);
            }),
        el("td.long", outcome.words().isEmpty() ? text("") : foreign(outcome.words())));
  }

  /** All outcomes as a file for spreadsheets; those that are still to come are not in it. */
  public String csv() {
    StringBuilder file = new StringBuilder("\ufeffuuid,name,outcome,reason,job\r\n");
    for (Outcome outcome : run.outcomes()) {
      file.append(outcome.row().uuid())
          .append(',')
          .append(CsvCell.of(outcome.row().name()))
          .append(',')
          .append(view.say("bulk.end." + outcome.end().name()))
          .append(',')
          .append(CsvCell.of(outcome.words()))
          .append(',')
          .append(outcome.job())
          .append("\r\n");
    }
    return file.toString();
  }
}
