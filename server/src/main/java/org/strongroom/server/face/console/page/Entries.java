package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.strongroom.api.event.QueryEvent;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.server.face.console.frame.Badges;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;

/** Jobs and events one below the other, where there is no room for a table. */
final class Entries {
  private static final int ROWS = 8;

  private final View view;

  Entries(View view) {
    this.view = view;
  }

  /** The latest jobs and events of a resource side by side, as far as there are any. */
  Node about(String uuid) {
    boolean jobs =
        !view.find(QueryLongJob.class, 1, "-createDate", "targetResourceUuid=" + uuid).isEmpty();
    boolean events = !view.find(QueryEvent.class, 1, "-time", "resourceUuid=" + uuid).isEmpty();
    if (jobs && events) {
      return el("div.columns", jobsOf(uuid), eventsOf(uuid));
    }
    return jobs ? jobsOf(uuid) : events ? eventsOf(uuid) : Node.NONE;
  }

  /** The latest jobs about a resource. */
  Node jobsOf(String uuid) {
    String filter = "targetResourceUuid=" + uuid;
    return jobs(
        view.find(QueryLongJob.class, ROWS, "-createDate", filter),
        view.say("jobs.title"),
        view.say("jobs.none"),
        filter);
  }

  /** The latest events of a resource. */
  Node eventsOf(String uuid) {
    String filter = "resourceUuid=" + uuid;
    List<EventInventory> events = view.find(QueryEvent.class, ROWS, "-time", filter);
    Cells cells = new Cells(view, events, List.of());
    return card(
        view.say("events.title"),
        "/console/events?q=" + encoded(filter),
        view.say("events.none"),
        events,
        event -> event(cells, event));
  }

  /**
   * Jobs.
   *
   * @param filter that finds all of them, as it is written into the filter box
   */
  Node jobs(List<LongJobInventory> jobs, String heading, String none, String filter) {
    return card(heading, "/console/jobs?q=" + encoded(filter), none, jobs, this::job);
  }

  private <T> Node card(
      String heading, String whole, String none, List<T> rows, Function<T, Node> entry) {
    return el(
        "section.card",
        el("div.section-head", el("h2", text(heading)), link(whole, text(view.say("show-all")))),
        rows.isEmpty()
            ? el("p.calm", text(none))
            : el("ul.entries", all(rows.stream().map(entry))));
  }

  private static String encoded(String filter) {
    return URLEncoder.encode(filter, StandardCharsets.UTF_8);
  }

  private Node job(LongJobInventory job) {
    String name = job.targetResourceName();
    return el(
        "li",
        el(
            "div.badges",
            link(
                Listings.JOBS.url(job),
                at("class", "name"),
                text(view.texts().operation(job.jobName()))),
            Badges.state(job.state(), view.texts())),
        el("span.sub", new Values(view).time(job.createDate())),
        el(
            "div.entry-more",
            name == null ? Node.NONE : el("p.sub", foreign(name)),
            new Cells(view).of(Listings.JOBS, job, "progress")));
  }

  private Node event(Cells cells, EventInventory event) {
    String reason = event.reason();
    return el(
        "li",
        el("div.badges", what(cells, event)),
        el("span.sub", new Values(view).time(event.time())),
        el("div.entry-more", reason == null ? Node.NONE : el("p.sub", foreign(reason))));
  }

  private Node what(Cells cells, EventInventory event) {
    if (event.from() == null && event.to() == null) {
      return el("span.name", text(view.texts().event(event.what())));
    }
    return event.what().equals("StatusChanged") || event.what().equals("StateChanged")
        ? cells.change(event)
        : all(el("span.name", text(view.texts().event(event.what()))), cells.change(event));
  }
}
