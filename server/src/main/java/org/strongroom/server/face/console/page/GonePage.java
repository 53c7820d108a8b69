package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.audit.QueryAudit;
import org.strongroom.api.event.QueryEvent;
import org.strongroom.api.inventory.AuditInventory;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Listing;

/**
 * The page of a resource that is gone, to which events, jobs and the audit log still lead: since
 * when, by whom, and what is known of it.
 */
public final class GonePage {
  private static final int LATEST = 20;
  private static final Set<String> ENDS = Set.of("Deleted", "Forgotten");

  private final View view;

  private GonePage(View view) {
    this.view = view;
  }

  /** What is told of it; empty if nothing is known to who looks. */
  public static Optional<Page> of(View view, Listing listing, String uuid) {
    List<EventInventory> events =
        view.find(QueryEvent.class, LATEST, "-time", "resourceUuid=" + uuid).stream()
            .filter(event -> isOf(listing, event))
            .toList();
    return events.isEmpty()
        ? Optional.empty()
        : Optional.of(new GonePage(view).page(listing, uuid, events));
  }

  /** A backup node is a storage. */
  private static boolean isOf(Listing listing, EventInventory event) {
    String path = Values.list(event.resourceType()).orElse("");
    return path.equals(listing.path())
        || (path.equals("storages") && listing.path().equals("backup-nodes"));
  }

  private Page page(Listing listing, String uuid, List<EventInventory> events) {
    String name = events.getFirst().resourceName();
    String shown = name == null || name.isEmpty() ? view.say("unnamed") : name;
    Optional<EventInventory> end =
        events.stream().filter(event -> ENDS.contains(event.what())).findFirst();
    return new Page(
        List.of(new Frame.Crumb(view.say(listing.path() + ".title"), listing.url())),
        shown,
        all(
            el("div.head", el("div", el("h1", foreign(shown)))),
            el(
                "div.notice.noted",
                at("role", "status"),
                el("h2", text(view.say("gone.title"))),
                end.map(this::end).orElse(Node.NONE),
                el("p", text(view.say("gone.hint")))),
            new Entries(view).about(uuid)));
  }

  private Node end(EventInventory event) {
    String job = event.jobUuid();
    return el(
        "dl.facts.three",
        fact("gone.when", new Values(view).time(event.time())),
        job == null ? Node.NONE : by(job),
        event.reason() == null ? Node.NONE : fact("gone.why", foreign(event.reason())));
  }

  /** By the job as long as it is kept, else by the audit log, for who may read it. */
  private Node by(String job) {
    List<LongJobInventory> jobs = view.find(QueryLongJob.class, 1, "-createDate", "uuid=" + job);
    if (!jobs.isEmpty()) {
      return by(jobs.getFirst().accountName(), jobs.getFirst().sourceAddress());
    }
    List<AuditInventory> calls =
        view.may(QueryAudit.class)
            ? view.find(QueryAudit.class, 1, "-time", "jobUuid=" + job)
            : List.of();
    return calls.isEmpty()
        ? Node.NONE
        : by(calls.getFirst().accountName(), calls.getFirst().sourceAddress());
  }

  private Node by(@Nullable String account, @Nullable String source) {
    return account == null
        ? Node.NONE
        : fact(
            "gone.who",
            all(
                foreign(account),
                source == null || source.isEmpty() ? Node.NONE : text(" · " + source)));
  }

  private Node fact(String message, Node value) {
    return el("div", el("dt", text(view.say(message))), el("dd", value));
  }
}
