package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.server.face.console.frame.Abouts;
import org.strongroom.server.face.console.frame.Badges;
import org.strongroom.server.face.console.frame.Meters;
import org.strongroom.server.face.console.frame.Names;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.html.Part;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of a job: how far it is, or what became of it. */
public final class JobParts {
  private static final Set<String> GOING = Set.of("Waiting", "Running", "Canceling");
  private static final int MOST_CAUSES = 5;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final View view;

  public JobParts(View view) {
    this.view = view;
  }

  Node of(LongJobInventory job) {
    return all(
        live(job),
        new FileParts(view).of(job),
        el(
            "div.columns",
            el(
                "section.card",
                el("div.section-head", el("h2", text(view.say("facts")))),
                Facts.some(
                    job,
                    view,
                    List.of(
                        "jobName",
                        "accountName",
                        "sourceAddress",
                        "createDate",
                        "executeTime",
                        "managementNodeUuid",
                        "uuid"))),
            request(job)));
  }

  /** Whether it is not over. */
  public static boolean isGoing(LongJobInventory job) {
    return GOING.contains(job.state());
  }

  /** What changes while it runs; fetched anew every other second. */
  public Node live(LongJobInventory job) {
    List<Part> parts = new ArrayList<>();
    parts.add(at("id", "job-live"));
    parts.add(at("aria-live", "polite"));
    if (isGoing(job)) {
      parts.add(at("hx-get", "/console/live/jobs/" + job.uuid()));
      parts.add(at("hx-trigger", "live, every 5s"));
      parts.add(at("hx-swap", "outerHTML"));
    }
    parts.add(
        el(
            "div.section-head",
            el("h2", text(view.say("job.state." + (isGoing(job) ? "going" : "over")))),
            Badges.state(job.state(), view.texts())));
    if (isGoing(job)) {
      parts.add(Meters.progress(job.progress(), view));
    }
    parts.add(facts(job));
    String reason = job.reason();
    if (reason != null) {
      parts.add(el("p.reason", foreign(reason)));
      causes(job.jobResult()).stream()
          .filter(cause -> !reason.contains(cause))
          .forEach(cause -> parts.add(el("p.reason", foreign(cause))));
    }
    return el("section.card", parts.toArray(Part[]::new));
  }

  private Node facts(LongJobInventory job) {
    return el(
        "dl.facts.three",
        job.targetResourceUuid() == null
            ? Node.NONE
            : el(
                "div",
                el("dt", text(view.texts().field("targetResourceName"))),
                el("dd", Abouts.ofJobs(view, List.of(job)).of(job.targetResourceUuid()))),
        job.step() == null || !isGoing(job)
            ? Node.NONE
            : el("div", el("dt", text(view.texts().field("step"))), el("dd", foreign(job.step()))),
        job.bytes() == null
            ? Node.NONE
            : el(
                "div",
                el("dt", text(view.texts().field("bytes"))),
                el("dd", Values.size(job.bytes()))));
  }

  /** What lay behind an error, outermost first; without what the job's reason says already. */
  private static List<String> causes(@Nullable String result) {
    List<String> causes = new ArrayList<>();
    if (result != null) {
      try {
        JsonNode error = JSON.readTree(result);
        JsonNode inner = (error.has("error") ? error.get("error") : error).path("cause");
        while (inner.isObject() && causes.size() < MOST_CAUSES) {
          causes.add(inner.path("details").asString(""));
          inner = inner.path("cause");
        }
      } catch (JacksonException e) {
        return causes; // what cannot be read is not shown
      }
    }
    return causes;
  }

  /** What was asked for, without secrets. */
  private Node request(LongJobInventory job) {
    Map<String, List<String>> shown = values(job.jobData());
    Map<String, Set<String>> named = new TreeMap<>();
    shown.forEach((field, each) -> named.put(field, new LinkedHashSet<>(each)));
    Values values = new Values(view, Names.of(view, named));
    return el(
        "section.card",
        el("div.section-head", el("h2", text(view.say("job.request")))),
        shown.isEmpty()
            ? el("p.calm", text(view.say("none")))
            : el(
                "dl.facts",
                all(
                    shown.entrySet().stream()
                        .map(entry ->
                            el(
                                "div",
                                el("dt", text(view.texts().field(entry.getKey()))),
                                el(
                                    "dd",
                                    all(
                                        entry.getValue().stream()
                                            .map(
                                                each -> value(values, entry.getKey(), each)))))))));
  }

  private Node value(Values values, String field, String value) {
    return switch (value) {
      case "true", "false" -> text(view.say(value.equals("true") ? "yes" : "no"));
      default ->
          view.texts().has("choice." + value)
              ? el("span.item", text(view.texts().choice(value)))
              : values.item(field, value);
    };
  }

  private static Map<String, List<String>> values(@Nullable String json) {
    Map<String, List<String>> values = new TreeMap<>();
    if (json != null) {
      try {
        JsonNode tree = JSON.readTree(json);
        tree.properties()
            .forEach(property -> {
              List<String> shown = shown(property.getValue());
              if (!shown.isEmpty()) {
                values.put(property.getKey(), shown);
              }
            });
      } catch (JacksonException e) {
        return values; // what cannot be read is not shown
      }
    }
    return values;
  }

  private static List<String> shown(JsonNode value) {
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.addAll(shown(item)));
      return items;
    }
    String text = value.isNull() ? "" : value.isString() ? value.asString() : value.toString();
    return text.isEmpty() ? List.of() : List.of(text);
  }
}
