package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.strongroom.api.backupstorage.RescanBackupStorage;
import org.strongroom.api.backupstorage.RescanBackupStorage.Finding;
import org.strongroom.api.backupstorage.RescanBackupStorage.Findings;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Tables;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.text.Sizes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a storage was found to hold when somebody last looked through it: files that nobody knows,
 * what is missing, what broken work left.
 */
final class FileParts {
  private static final String RESCAN = "RescanBackupStorage";
  private static final int ROWS = 100;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final View view;

  FileParts(View view) {
    this.view = view;
  }

  /** On the page of a storage: how much of each kind, and the way to the files. */
  Node of(BackupStorageInventory storage) {
    List<LongJobInventory> last =
        view.find(
            QueryLongJob.class,
            1,
            "-createDate",
            "targetResourceUuid=" + storage.uuid(),
            "jobName=" + RESCAN,
            "state=Succeeded");
    Optional<RescanBackupStorage.Reply> found = last.stream().findFirst().flatMap(FileParts::reply);
    return el(
        "section.card",
        at("id", "files"),
        el(
            "div.section-head",
            el("h2", text(view.say("files.title"))),
            view.may(RescanBackupStorage.class)
                ? link(
                    "/console/do/" + RESCAN + "?uuid=" + storage.uuid(),
                    at("class", "button"),
                    text(view.texts().operation(RESCAN)))
                : Node.NONE),
        found.isEmpty()
            ? el("p.calm", text(view.say("files.never")))
            : all(
                el(
                    "p.sub",
                    text(view.say("files.looked") + " "),
                    new Values(view).time(last.getFirst().createDate()),
                    text(" \u2013 "),
                    link(Listings.JOBS.url(last.getFirst()), text(view.say("files.each")))),
                el(
                    "dl.facts.three",
                    all(
                        kinds(found.get()).entrySet().stream()
                            .map(kind -> count(kind.getKey(), kind.getValue()))))));
  }

  private Node count(String kind, Findings findings) {
    return el(
        "div",
        el("dt", text(view.say("files." + kind))),
        el(
            "dd.big",
            text(
                findings.count() == 0
                    ? "0"
                    : findings.count() + " \u00b7 " + Sizes.shown(findings.bytes()))));
  }

  /** On the page of the job that looked: the files themselves. */
  Node of(LongJobInventory job) {
    return job.jobName().equals(RESCAN) && job.state().equals("Succeeded")
        ? reply(job)
            .map(reply ->
                all(
                    kinds(reply).entrySet().stream()
                        .map(kind -> files(kind.getKey(), kind.getValue()))))
            .orElse(Node.NONE)
        : Node.NONE;
  }

  /** What asks for somebody comes first. */
  private static Map<String, Findings> kinds(RescanBackupStorage.Reply reply) {
    Map<String, Findings> kinds = new LinkedHashMap<>();
    kinds.put("missing", reply.missing());
    kinds.put("unknown", reply.unknown());
    kinds.put("leftovers", reply.leftovers());
    kinds.put("adopted", reply.adopted());
    return kinds;
  }

  private static Optional<RescanBackupStorage.Reply> reply(LongJobInventory job) {
    try {
      return Optional.ofNullable(job.jobResult())
          .map(json -> JSON.readValue(json, RescanBackupStorage.Reply.class))
          .filter(reply -> kinds(reply).values().stream().allMatch(Objects::nonNull));
    } catch (JacksonException e) {
      return Optional.empty(); // what cannot be read is not shown
    }
  }

  private Node files(String kind, Findings findings) {
    String heading = view.say("files." + kind);
    List<Finding> first = findings.first().stream().limit(ROWS).toList();
    long more = findings.count() - first.size();
    return el(
        "section.card",
        el(
            "div.section-head",
            el("h2", text(heading)),
            el("span.sub", text(findings.count() == 0 ? "" : Sizes.shown(findings.bytes())))),
        first.isEmpty()
            ? el("p.calm", text(view.say("files.none")))
            : Tables.cards(
                heading,
                all(
                    Tables.head(view.say("files.path")),
                    Tables.head(view.texts().field("size")),
                    Tables.head(view.texts().field("reason"))),
                first.stream().map(this::file)),
        more > 0 ? el("p.hint", text(view.say("overview.more", more))) : Node.NONE);
  }

  private Node file(Finding finding) {
    String uuid = finding.resourceUuid();
    String name = Objects.requireNonNullElse(finding.name(), "");
    return el(
        "tr",
        el(
            "td.title",
            el("code.path", foreign(finding.path())),
            name.isEmpty() ? Node.NONE : el("p.sub", Values.resource("ImageVO", uuid, name))),
        el("td", at("data-label", view.texts().field("size")), Values.size(finding.bytes())),
        el(
            "td.long",
            at("data-label", view.texts().field("reason")),
            foreign(Objects.requireNonNullElse(finding.reason(), ""))));
  }
}
