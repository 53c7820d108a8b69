package org.strongroom.server.face.console.page;

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
import java.util.Objects;
import java.util.Optional;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.event.QueryEvent;
import org.strongroom.api.image.QueryImage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.inventory.ScheduleInventory;
import org.strongroom.api.schedule.QuerySchedule;
import org.strongroom.server.face.console.frame.Badges;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Listing;

/**
 * What does not come right by itself: storages that are away, damaged copies, and schedules whose
 * last run failed or could not begin.
 */
record Needs(
    Found<BackupStorageInventory> away,
    Found<ImageInventory> damaged,
    Found<ScheduleInventory> schedules) {
  private static final int ROWS = 8;
  private static final List<String> AWAY = List.of("state=Enabled", "status!=Connected");
  private static final List<String> DAMAGED = List.of("backupStorageRef.damagedDate not null");
  private static final List<String> TROUBLED = List.of("state=Enabled", "lastError not null");

  static Needs of(View view) {
    return new Needs(
        Found.of(view, QueryBackupStorage.class, ROWS, "+name", AWAY),
        Found.of(view, QueryImage.class, ROWS, "+name", DAMAGED),
        view.may(QuerySchedule.class)
            ? Found.of(view, QuerySchedule.class, ROWS, "-lastRun", TROUBLED)
            : Found.none());
  }

  /** The list that shows all storages that are away. */
  static String awayUrl() {
    return filtered(Listings.STORAGES, AWAY);
  }

  static String damagedUrl() {
    return filtered(Listings.IMAGES, DAMAGED);
  }

  static String schedulesUrl() {
    return filtered(Listings.SCHEDULES, TROUBLED);
  }

  private static String filtered(Listing listing, List<String> conditions) {
    return listing.url()
        + "?q="
        + URLEncoder.encode(String.join(" ", conditions), StandardCharsets.UTF_8);
  }

  boolean isEmpty() {
    return away.total() + damaged.total() + schedules.total() == 0;
  }

  Node shown(View view) {
    List<Node> items = new ArrayList<>();
    away.rows().forEach(storage -> items.add(away(view, storage)));
    items.add(more(view, away, awayUrl()));
    damaged.rows().forEach(image -> items.add(damaged(view, image)));
    items.add(more(view, damaged, damagedUrl()));
    schedules.rows().forEach(schedule -> items.add(schedule(view, schedule)));
    items.add(more(view, schedules, schedulesUrl()));
    return el(
        "section.card.needs",
        el("div.section-head", el("h2", text(view.say("overview.needs")))),
        el("ul", all(items)));
  }

  private static Node more(View view, Found<?> found, String url) {
    return found.more() == 0
        ? Node.NONE
        : el("li.more", link(url, text(view.say("overview.more", found.more()))));
  }

  private static Node item(View view, Node badge, Node name, Node words, Optional<Node> since) {
    return el(
        "li",
        badge,
        el("div", name, el("p", words)),
        since
            .<Node>map(time -> el("p.since", text(view.say("since") + " "), time))
            .orElse(Node.NONE));
  }

  /** Why it went, which the reason of an attempt to reach it again does not tell, and when. */
  private static Node away(View view, BackupStorageInventory storage) {
    Optional<EventInventory> lost = latest(view, storage, "to=Disconnected");
    Optional<EventInventory> left = latest(view, storage, "from=Connected").or(() -> lost);
    String now = storage.status().equals("Disconnected") ? storage.statusReason() : null;
    String reason =
        Optional.ofNullable(now)
            .or(() -> lost.map(EventInventory::reason))
            .orElse(Objects.requireNonNullElse(storage.statusReason(), ""));
    return item(
        view,
        new Cells(view).condition(storage),
        link(Listings.STORAGES.url(storage), at("class", "name"), foreign(storage.name())),
        foreign(reason.isEmpty() ? view.say("overview.no-reason") : reason),
        left.map(event -> new Values(view).time(event.time())));
  }

  private static Optional<EventInventory> latest(
      View view, BackupStorageInventory storage, String change) {
    return view
        .find(
            QueryEvent.class,
            1,
            "-time",
            "resourceUuid=" + storage.uuid(),
            "what=StatusChanged",
            change)
        .stream()
        .findFirst();
  }

  private static Node damaged(View view, ImageInventory image) {
    long good =
        image.backupStorageRefs().stream().filter(copy -> copy.status().equals("Ready")).count();
    return item(
        view,
        Badges.state("Damaged", view.texts()),
        link(Listings.IMAGES.url(image), at("class", "name"), foreign(image.name())),
        text(
            good == 0 ? view.say("overview.damaged.all") : view.say("overview.damaged.some", good)),
        Optional.empty());
  }

  private static Node schedule(View view, ScheduleInventory schedule) {
    return item(
        view,
        Badges.state(Objects.requireNonNullElse(schedule.lastResult(), "Failed"), view.texts()),
        link(Listings.SCHEDULES.url(schedule), at("class", "name"), foreign(schedule.name())),
        foreign(Objects.requireNonNullElse(schedule.lastError(), "")),
        Optional.ofNullable(schedule.lastRun()).map(new Values(view)::time));
  }
}
