package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.ScheduleInventory;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.api.schedule.CreateSchedule;
import org.strongroom.api.schedule.QuerySchedule;
import org.strongroom.api.volume.QueryVolume;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;

/** The page of a schedule: what came of the last run, and when the next ones are. */
final class ScheduleParts {
  private static final int ROWS = 15;

  private final View view;
  private final Values values;

  ScheduleParts(View view) {
    this.view = view;
    this.values = new Values(view);
  }

  Node of(ScheduleInventory schedule) {
    return all(
        last(schedule),
        el("div.columns", next(schedule), what(schedule)),
        new Entries(view).eventsOf(schedule.uuid()));
  }

  private Node last(ScheduleInventory schedule) {
    String result = schedule.lastResult();
    if (result == null || schedule.lastRun() == null) {
      return el("div.notice", el("p", text(view.say("schedule.never"))));
    }
    String tone =
        switch (result) {
          case "Succeeded" -> "good";
          case "Failed", "NotStarted" -> "bad";
          default -> "noted";
        };
    String job = schedule.jobUuid();
    return el(
        "div.notice." + tone,
        el(
            "p",
            text(view.say("schedule.last") + " "),
            values.time(schedule.lastRun()),
            text(" \u2013 "),
            values.of(schedule, "lastResult"),
            job == null || result.equals("NotStarted")
                ? Node.NONE
                : all(text(" "), link("/console/jobs/" + job, text(view.say("schedule.job"))))),
        schedule.lastError() == null ? Node.NONE : el("p", foreign(schedule.lastError())));
  }

  private Node next(ScheduleInventory schedule) {
    return el(
        "section.card",
        el("div.section-head", el("h2", text(view.say("schedule.next")))),
        schedule.nextRuns().isEmpty()
            ? el("p.calm", text(view.say("schedule.next.none")))
            : el(
                "ol.next-runs",
                all(schedule.nextRuns().stream().map(time -> el("li", values.time(time))))),
        el("p.sub", el("code", text(schedule.cron())), text(" "), foreign(schedule.timeZone())));
  }

  private Node what(ScheduleInventory schedule) {
    return el(
        "section.card",
        el("div.section-head", el("h2", text(view.say("facts")))),
        el(
            "dl.facts",
            fact("operation", values.of(schedule, "operation")),
            schedule.volumeUuid() == null
                ? Node.NONE
                : fact("volumeUuid", volume(schedule.volumeUuid())),
            schedule.backupStorageUuid() == null
                ? Node.NONE
                : fact("backupStorageUuid", storage(schedule.backupStorageUuid()))),
        Facts.some(
            schedule,
            view,
            schedule.volumeUuid() == null
                ? List.of("description", "createDate", "uuid")
                : List.of("keep", "description", "createDate", "uuid")));
  }

  private Node fact(String field, Node shown) {
    return el("div", el("dt", text(view.texts().field(field))), el("dd", shown));
  }

  private Node volume(String uuid) {
    List<VolumeInventory> found = view.find(QueryVolume.class, 1, "+name", "uuid=" + uuid);
    return named("VolumeVO", uuid, found.isEmpty() ? null : found.getFirst().name());
  }

  private Node storage(String uuid) {
    List<BackupStorageInventory> found =
        view.find(QueryBackupStorage.class, 1, "+name", "uuid=" + uuid);
    return named("BackupStorageVO", uuid, found.isEmpty() ? null : found.getFirst().name());
  }

  private Node named(String kind, String uuid, @Nullable String name) {
    return name == null
        ? all(el("code.uuid", text(uuid)), text(" " + view.say("schedule.gone")))
        : Values.resource(kind, uuid, name);
  }

  /**
   * The schedules about a resource, on its page.
   *
   * @param field of schedules that names it
   * @param operation that a new one does
   */
  Node about(String field, String uuid, String operation) {
    if (!view.may(QuerySchedule.class)) {
      return Node.NONE;
    }
    String filter = field + "=" + uuid;
    List<ScheduleInventory> schedules = view.find(QuerySchedule.class, ROWS, "+name", filter);
    return Lists.of(
        view,
        Listings.SCHEDULES,
        List.of("name", "state", "operation", "nextRun", "lastResult", "lastRun"),
        schedules,
        view.say("schedules.title"),
        schedules.isEmpty() ? "" : "/console/schedules?q=" + filter.replace("=", "%3D"),
        view.say("schedule.none"),
        view.may(CreateSchedule.class)
            ? link(
                "/console/do/CreateSchedule?operation=" + operation + "&" + filter,
                at("class", "button"),
                text(view.texts().operation("CreateSchedule")))
            : Node.NONE);
  }
}
