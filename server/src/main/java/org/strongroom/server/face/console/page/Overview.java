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
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.capacity.CapacityForecast;
import org.strongroom.api.capacity.GetBackupStorageCapacity;
import org.strongroom.api.image.AddImage;
import org.strongroom.api.image.QueryImage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.api.schedule.QuerySchedule;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Meters;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.text.Sizes;

/** What an administrator looks at first: what needs a hand, how full storages are, what runs. */
public final class Overview {
  private static final int STORAGES = 50;
  private static final int ROWS = 8;
  private static final String RUNNING = "state?=Waiting,Running,Canceling";
  private static final String FAILED = "state=Failed createDate>-24h";

  private final View view;

  public Overview(View view) {
    this.view = view;
  }

  public Page page(Node actions) {
    Found<BackupStorageInventory> storages =
        Found.of(view, QueryBackupStorage.class, STORAGES, "+name", List.of());
    String title = view.say("overview.title");
    if (storages.rows().isEmpty()) {
      return new Page(
          List.of(),
          title,
          all(
              el("div.head", el("div", el("h1", text(title)))),
              Frame.live("overview", "/console/", false, first(actions))));
    }
    return new Page(
        List.of(),
        title,
        all(
            el("div.head", el("div", el("h1", text(title))), el("div.actions", actions)),
            Frame.live("overview", "/console/", true, content(storages))));
  }

  private Node content(Found<BackupStorageInventory> storages) {
    Needs needs = Needs.of(view);
    Found<LongJobInventory> running =
        Found.of(view, QueryLongJob.class, ROWS, "-createDate", List.of(Frame.UNFINISHED));
    Found<LongJobInventory> failed =
        Found.of(
            view,
            QueryLongJob.class,
            ROWS,
            "-createDate",
            List.of("state=Failed", "createDate>" + view.now().minusSeconds(86_400)));
    Node trouble =
        !needs.isEmpty()
            ? needs.shown(view)
            : failed.total() == 0
                ? el("div.notice.good", el("p", text(view.say("overview.well"))))
                : Node.NONE;
    return all(
        tiles(storages, needs, running, failed),
        trouble,
        el(
            "div.columns",
            new Entries(view)
                .jobs(
                    running.rows(),
                    view.say("overview.running"),
                    view.say("overview.running.none"),
                    RUNNING),
            new Entries(view)
                .jobs(
                    failed.rows(),
                    view.say("overview.failed"),
                    view.say("overview.failed.none"),
                    FAILED)),
        storages(storages),
        firstImage());
  }

  /** The state of the whole in a few figures, each of which leads to its rows. */
  private Node tiles(
      Found<BackupStorageInventory> storages,
      Needs needs,
      Found<LongJobInventory> running,
      Found<LongJobInventory> failed) {
    long away = needs.away().total();
    return el(
        "nav.tiles",
        at("aria-label", view.say("overview.figures")),
        tile(
            away > 0 ? "away" : "good",
            away > 0 ? Needs.awayUrl() : "/console/storages",
            "storages.title",
            String.valueOf(storages.total()),
            away > 0 ? view.say("overview.away", away) : view.say("overview.connected")),
        room(),
        count("busy", jobs(RUNNING), "overview.running", running.total()),
        count("bad", jobs(FAILED), "overview.failed", failed.total()),
        count("bad", Needs.damagedUrl(), "overview.damaged", needs.damaged().total()),
        view.may(QuerySchedule.class)
            ? count("bad", Needs.schedulesUrl(), "overview.schedules", needs.schedules().total())
            : Node.NONE);
  }

  /** What is free where there is an end to it, and how many storages have none. */
  private Node room() {
    GetBackupStorageCapacity.Reply room =
        view.ask(GetBackupStorageCapacity.class, Map.of("all", true));
    boolean endless = room.unlimited() > 0;
    return room.limitedTotalCapacity() == 0 && endless
        ? tile("good", "/console/storages", "capacity.free", view.say("capacity.no-limit"), "")
        : tile(
            "good",
            "/console/storages",
            "capacity.free",
            Sizes.shown(room.limitedAvailableCapacity()),
            view.say("overview.of", Sizes.shown(room.limitedTotalCapacity()))
                + (endless ? view.say("overview.and-unlimited", room.unlimited()) : ""));
  }

  private Node count(String tone, String url, String label, long number) {
    return tile(number > 0 ? tone : "good", url, label, String.valueOf(number), "");
  }

  private Node tile(String tone, String url, String label, String figure, String more) {
    return link(
        url,
        at("class", "tile " + tone),
        el("span.sub", text(view.say(label))),
        el("span.big", text(figure)),
        more.isEmpty() ? Node.NONE : el("span.sub", text(more)));
  }

  private static String jobs(String filter) {
    return "/console/jobs?q=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
  }

  private Node first(Node actions) {
    return el(
        "div.empty",
        el("h2", text(view.say("storages.empty"))),
        el("p", text(view.say("storages.empty.hint"))),
        el("div.actions", actions));
  }

  /** What comes next once there is a place for images. */
  private Node firstImage() {
    boolean wanted =
        view.may(AddImage.class) && view.find(QueryImage.class, 1, "-createDate").isEmpty();
    return wanted
        ? el(
            "div.empty",
            el("h2", text(view.say("images.empty"))),
            el("p", text(view.say("overview.first-image"))),
            el(
                "div.actions",
                link(
                    "/console/upload",
                    at("class", "button primary"),
                    text(view.say("upload.title")))))
        : Node.NONE;
  }

  private Node storages(Found<BackupStorageInventory> storages) {
    Map<String, CapacityForecast> forecasts = new Foresight(view).of(storages.rows());
    return el(
        "section.card",
        el(
            "div.section-head",
            el("h2", text(view.say("storages.title"))),
            link("/console/storages", text(view.say("show-all")))),
        el(
            "ul.storages",
            all(storages.rows().stream().map(each -> storage(each, forecasts.get(each.uuid())))),
            storages.more() == 0
                ? Node.NONE
                : el(
                    "li.more",
                    link(
                        "/console/storages?size=500",
                        text(view.say("overview.more", storages.more()))))));
  }

  private Node storage(BackupStorageInventory storage, @Nullable CapacityForecast forecast) {
    return el(
        "li",
        el(
            "div.storage-name",
            link(Listings.STORAGES.url(storage), at("class", "name"), foreign(storage.name())),
            el("span.sub", text(view.texts().choice(storage.type())))),
        new Cells(view).condition(storage),
        Meters.capacity(storage, view),
        el(
            "span.sub.disk",
            Sizes.isUnbounded(storage.availablePhysicalCapacity())
                ? Node.NONE
                : text(view.say("capacity.disk", Sizes.shown(storage.availablePhysicalCapacity()))),
            new Foresight(view).brief(forecast)));
  }
}
