package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.ImageBackupStorageRefInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.face.console.frame.Badges;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Tables;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;

/** The page of an image: where its copies are, and how sure that is. */
final class ImageParts {
  private static final int COPIES = 100;

  private final View view;
  private final Values values;

  ImageParts(View view) {
    this.view = view;
    this.values = new Values(view);
  }

  Node of(ImageInventory image) {
    Map<String, BackupStorageInventory> storages = storages(image);
    return all(
        damage(image, storages),
        copies(image, storages),
        el(
            "div.columns",
            el(
                "section.card",
                el("div.section-head", el("h2", text(view.say("facts")))),
                Facts.some(
                    image,
                    view,
                    List.of(
                        "size",
                        "actualSize",
                        "format",
                        "mediaType",
                        "sha256",
                        "url",
                        "architecture",
                        "platform",
                        "guestOsType",
                        "description",
                        "groupUuid",
                        "bootOrder",
                        "createDate",
                        "lastOpDate",
                        "uuid"))),
            el(
                "div.stack",
                new Entries(view).jobsOf(image.uuid()),
                new Entries(view).eventsOf(image.uuid()))));
  }

  /** What is damaged, and where a good copy is, before anything else. */
  private Node damage(ImageInventory image, Map<String, BackupStorageInventory> storages) {
    if (image.backupStorageRefs().stream().noneMatch(copy -> copy.damagedDate() != null)) {
      return Node.NONE;
    }
    List<Node> good =
        image.backupStorageRefs().stream()
            .filter(copy -> copy.status().equals("Ready"))
            .<Node>map(copy -> el("span.item", storage(copy, storages, "good")))
            .toList();
    return el(
        "div.notice.bad",
        at("role", "alert"),
        el("h2", text(view.say("image.damaged"))),
        good.isEmpty()
            ? el("p", text(view.say("image.damaged.none")))
            : el("p", text(view.say("image.damaged.good") + " "), all(good)));
  }

  private Node storage(
      ImageBackupStorageRefInventory copy,
      Map<String, BackupStorageInventory> storages,
      String kind) {
    BackupStorageInventory storage = storages.get(copy.backupStorageUuid());
    return storage == null
        ? values.of(copy, "backupStorageUuid")
        : link(Listings.STORAGES.url(storage), at("class", kind), foreign(storage.name()));
  }

  private Node copies(ImageInventory image, Map<String, BackupStorageInventory> storages) {
    return el(
        "section.card",
        el(
            "div.section-head",
            el("h2", text(view.say("image.copies"))),
            image.backupStorageRefs().stream().anyMatch(copy -> copy.status().equals("Ready"))
                ? link(
                    "/console/images/" + image.uuid() + "/file",
                    at("class", "button"),
                    at("download", ""),
                    text(view.say("download")))
                : Node.NONE),
        image.backupStorageRefs().isEmpty()
            ? el("p.calm", text(view.say("image.copies.none")))
            : Tables.cards(
                view.say("image.copies"),
                all(
                    head("image.copy.storage"),
                    head("image.copy.condition"),
                    head("image.copy.proved"),
                    head("image.copy.path")),
                image.backupStorageRefs().stream()
                    .limit(COPIES)
                    .map(copy -> copy(copy, storages))));
  }

  private Node head(String message) {
    return Tables.head(view.say(message));
  }

  private Node copy(
      ImageBackupStorageRefInventory copy, Map<String, BackupStorageInventory> storages) {
    String damage = copy.damage();
    return el(
        "tr",
        el("td.title", storage(copy, storages, "name")),
        el(
            "td",
            at("data-label", view.say("image.copy.condition")),
            Badges.state(copy.status(), view.texts()),
            damage == null ? Node.NONE : el("p.reason", foreign(damage))),
        el(
            "td",
            at("data-label", view.say("image.copy.proved")),
            copy.lastVerified() == null
                ? text(view.say("never"))
                : values.time(copy.lastVerified())),
        el(
            "td.long",
            at("data-label", view.say("image.copy.path")),
            el("code.path", foreign(copy.installPath()))));
  }

  /** One query for the names of all storages. */
  private Map<String, BackupStorageInventory> storages(ImageInventory image) {
    List<String> uuids =
        image.backupStorageRefs().stream()
            .limit(COPIES)
            .map(ImageBackupStorageRefInventory::backupStorageUuid)
            .distinct()
            .toList();
    Map<String, BackupStorageInventory> found = new HashMap<>();
    if (!uuids.isEmpty()) {
      view.find(QueryBackupStorage.class, COPIES, "+name", "uuid?=" + String.join(",", uuids))
          .forEach(storage -> found.put(storage.uuid(), storage));
    }
    return found;
  }
}
