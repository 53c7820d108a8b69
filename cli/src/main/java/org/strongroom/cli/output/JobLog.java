package org.strongroom.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A job in lines: who began it, what happened because of it, and how it is. */
public final class JobLog {
  private final JsonNode job;
  private final CellText cells;

  private JobLog(JsonNode job, Layout layout) {
    this.job = job;
    cells = new CellText(layout);
  }

  /**
   * The lines.
   *
   * @param job its inventory
   * @param events what has its uuid in the event log, the oldest first
   */
  public static List<String> of(JsonNode job, JsonNode events, Layout layout) {
    JobLog log = new JobLog(job, layout);
    List<String> lines = new ArrayList<>();
    lines.add(log.began());
    events.forEach(event -> lines.add(log.event(event)));
    lines.add(log.state());
    return lines;
  }

  private String began() {
    return "%s  %s%s%s%s"
        .formatted(
            text("createDate"),
            text("jobName"),
            with(" of ", text("targetResourceName")),
            with(", called by ", text("accountName")),
            with(" from ", text("sourceAddress")));
  }

  private String event(JsonNode event) {
    String reason = text(event, "reason");
    return "%s  %s%s%s%s%s"
        .formatted(
            text(event, "time"),
            text(event, "what"),
            with(" ", text(event, "resourceName")),
            with(" from ", text(event, "from")),
            with(" to ", text(event, "to")),
            with(": ", reason));
  }

  private String state() {
    boolean runs = job.path("executeTime").isMissingNode() || job.path("executeTime").isNull();
    String moved = with(", ", job.path("bytes").isIntegralNumber() ? bytes() : "");
    if (text("state").equals("Running") || text("state").equals("Canceling")) {
      return "%s  %s at %s, %s %%%s"
          .formatted(text("lastOpDate"), text("state"), text("step"), text("progress"), moved);
    }
    return "%s  %s%s%s%s"
        .formatted(
            text("lastOpDate"),
            text("state"),
            runs ? "" : String.format(Locale.ROOT, " after %s s", text("executeTime")),
            moved,
            with(": ", text("reason")));
  }

  private String bytes() {
    return CellText.bytes(job.path("bytes").asLong()) + " moved";
  }

  private String text(String field) {
    return text(job, field);
  }

  private String text(JsonNode of, String field) {
    return cells.of(field, of.path(field));
  }

  private static String with(String before, String text) {
    return text.isEmpty() ? "" : before + text;
  }
}
