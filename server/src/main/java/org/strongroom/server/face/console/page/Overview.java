package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.capacity.CapacityForecast;
import org.strongroom.api.event.QueryEvent;
import org.strongroom.api.image.AddImage;
import org.strongroom.api.image.QueryImage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.server.face.console.frame.Badges;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Meters;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.text.Sizes;

/** What an administrator looks at first: what needs a hand, how full storages are, what runs. */
public final class Overview {
  private static final int TROUBLED = 20;
  private static final int STORAGES = 50;
  private static final int ROWS = 8;
  private static final String DAMAGED = "backupStorageRef.damagedDate not null";

  private final View view;

  public Overview(View view) {
    this.view = view;
  }

  public Page page(Node actions) {
    List<BackupStorageInventory> away =
        view.find(
            QueryBackupStorage.class, TROUBLED, "+name", "status!=Connected", "state=Enabled");
    List<BackupStorageInventory> storages = view.find(QueryBackupStorage.class, STORAGES, "+name");
    List<ImageInventory> damaged = view.find(QueryImage.class, ROWS, "+name", DAMAGED);
    List<LongJobInventory> running =
        view.find(QueryLongJob.class, ROWS, "-createDate", Frame.UNFINISHED);
    List<LongJobInventory> failed =
        view.find(
            QueryLongJob.class,
            ROWS,
            "-createDate",
            "state=Failed",
            "createDate>" + view.now().minusSeconds(86_400));
    return new Page(
        List.of(),
        view.say("overview.title"),
        all(
            el(
                "div.head",
                el("div", el("h1", text(view.say("overview.title"))), summary(storages)),
                el("div.actions", actions)),
            Frame.live(
                "overview",
                "/console/",
                true,
                needs(away, damaged, failed),
                storages.isEmpty() ? first(actions) : all(storages(storages), firstImage()),
                el(
                    "div.columns",
                    new Entries(view)
                        .jobs(
                            running,
                            view.say("overview.running"),
                            view.say("overview.running.none"),
                            "state?=Waiting,Running,Canceling"),
                    new Entries(view)
                        .jobs(
                            failed,
                            view.say("overview.failed"),
                            view.say("overview.failed.none"),
                            "state=Failed createDate>-24h")))));
  }

  private Node summary(List<BackupStorageInventory> storages) {
    long free = storages.stream().mapToLong(BackupStorageInventory::availableCapacity).sum();
    return el(
        "p.lead",
        text(
            storages.isEmpty()
                ? view.say("overview.lead.none")
                : view.say("overview.lead", storages.size(), Sizes.shown(free))));
  }

  private Node needs(
      List<BackupStorageInventory> away,
      List<ImageInventory> damaged,
      List<LongJobInventory> failed) {
    List<Node> items = new ArrayList<>();
    away.forEach(storage -> items.add(away(storage)));
    damaged.forEach(image -> items.add(damaged(image)));
    if (items.isEmpty() && failed.isEmpty()) {
      return el("div.notice.good", el("p", text(view.say("overview.well"))));
    }
    if (items.isEmpty()) {
      return Node.NONE;
    }
    return el(
        "section.card.needs",
        el("div.section-head", el("h2", text(view.say("overview.needs")))),
        el("ul", all(items)));
  }

  private Node away(BackupStorageInventory storage) {
    String reason = storage.statusReason();
    Optional<Instant> since =
        view
            .find(
                QueryEvent.class,
                1,
                "-time",
                "resourceUuid=" + storage.uuid(),
                "what=StatusChanged",
                "to=" + storage.status())
            .stream()
            .map(EventInventory::time)
            .findFirst();
    return el(
        "li",
        new Cells(view).condition(storage),
        el(
            "div",
            link(Listings.STORAGES.url(storage), at("class", "name"), foreign(storage.name())),
            el("p", foreign(reason == null ? view.say("overview.no-reason") : reason))),
        since
            .map(time -> el("p.since", text(view.say("since") + " "), new Values(view).time(time)))
            .orElse(Node.NONE));
  }

  private Node damaged(ImageInventory image) {
    long good =
        image.backupStorageRefs().stream().filter(copy -> copy.status().equals("Ready")).count();
    return el(
        "li",
        Badges.state("Damaged", view.texts()),
        el(
            "div",
            link(Listings.IMAGES.url(image), at("class", "name"), foreign(image.name())),
            el(
                "p",
                text(
                    good == 0
                        ? view.say("overview.damaged.all")
                        : view.say("overview.damaged.some", good)))));
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

  private Node storages(List<BackupStorageInventory> storages) {
    Map<String, CapacityForecast> forecasts = new Foresight(view).of(storages);
    return el(
        "section.card",
        el(
            "div.section-head",
            el("h2", text(view.say("storages.title"))),
            link("/console/storages", text(view.say("show-all")))),
        el(
            "ul.storages",
            all(storages.stream().map(each -> storage(each, forecasts.get(each.uuid()))))));
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
            text(view.say("capacity.disk", Sizes.shown(storage.availablePhysicalCapacity()))),
            new Foresight(view).brief(forecast)));
  }
}
