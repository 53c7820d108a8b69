package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.text;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.strongroom.api.capacity.CapacitySample;
import org.strongroom.api.capacity.GetBackupStorageCapacityHistory;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.server.face.console.frame.Tables;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.text.Sizes;
import org.strongroom.server.face.console.text.Times;

/** How full a storage was over a month and over a year, drawn and as tables, and will be. */
final class CapacityParts {
  /** Samples that a line can be drawn through. */
  private static final int LINE = 2;

  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration YEAR = Duration.ofDays(365);

  private final View view;

  CapacityParts(View view) {
    this.view = view;
  }

  Node of(BackupStorageInventory storage) {
    GetBackupStorageCapacityHistory.Reply history =
        view.ask(
            GetBackupStorageCapacityHistory.class,
            Map.of("uuid", storage.uuid(), "days", YEAR.toDays()));
    return el(
        "section.card",
        at("id", "capacity-history"),
        el("div.section-head", el("h2", text(view.say("history.title")))),
        el("p", text(new Foresight(view).sentence(history.forecast()))),
        history.samples().size() < LINE
            ? el("p.hint", text(view.say("history.none")))
            : all(
                legend(),
                el(
                    "div.columns",
                    figure("history.month", MONTH, Duration.ofHours(4), history.samples()),
                    figure("history.year", YEAR, Duration.ofDays(2), history.samples()))));
  }

  private Node legend() {
    return el(
        "ul.chart-legend",
        at("aria-hidden", "true"),
        all(
            Stream.of("used", "reserved", "total")
                .map(name -> el("li.chart-key-" + name, text(view.say("history." + name))))));
  }

  private Node figure(String title, Duration length, Duration gap, List<CapacitySample> samples) {
    Instant from = view.now().minus(length);
    List<CapacitySample> shown =
        samples.stream().filter(sample -> !sample.time().isBefore(from)).toList();
    String name = view.say(title);
    return el(
        "figure",
        el("figcaption", text(name)),
        shown.isEmpty()
            ? el("p.hint", text(view.say("history.none")))
            : all(
                new CapacityChart(view, length, gap, shown).node(label(name, shown)),
                table(name, shown)));
  }

  private String label(String name, List<CapacitySample> shown) {
    CapacitySample first = shown.getFirst();
    CapacitySample last = shown.getLast();
    return view.say(
        "history.label",
        name,
        date(first.time()),
        Sizes.shown(first.usedCapacity()),
        date(last.time()),
        Sizes.shown(last.usedCapacity()),
        Sizes.shown(last.totalCapacity()));
  }

  /** A row for each day of a month, for each week of a year: what was last known of it. */
  private Node table(String name, List<CapacitySample> shown) {
    boolean days =
        Duration.between(shown.getFirst().time(), view.now()).compareTo(MONTH.plusDays(1)) <= 0;
    Map<Long, CapacitySample> rows = new TreeMap<>();
    for (CapacitySample sample : shown) {
      long day = sample.time().atZone(view.zone()).toLocalDate().toEpochDay();
      rows.put(days ? day : Math.floorDiv(day, 7), sample);
    }
    List<CapacitySample> latest = new ArrayList<>(rows.values()).reversed();
    return el(
        "details",
        el("summary", text(view.say("history.table")), el("span.vh", text(" " + name))),
        Tables.of(
            name,
            all(
                Tables.head(view.say("history.day")),
                heading("history.used"),
                heading("history.reserved"),
                heading("history.free"),
                heading("history.disk")),
            latest.stream().map(this::row)));
  }

  private Node heading(String message) {
    return el("th.number", at("scope", "col"), text(view.say(message)));
  }

  private Node row(CapacitySample sample) {
    return el(
        "tr",
        el("td.time", text(date(sample.time()))),
        size(sample.usedCapacity()),
        size(sample.reservedCapacity()),
        size(sample.availableCapacity()),
        size(sample.availablePhysicalCapacity()));
  }

  private static Node size(long bytes) {
    return el("td.number", at("title", bytes + " B"), text(Sizes.shown(bytes)));
  }

  private String date(Instant time) {
    return Times.shown(time, view.zone()).substring(0, 10);
  }
}
