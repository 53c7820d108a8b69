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
import org.strongroom.api.backupstorage.AttachBackupStorageToZone;
import org.strongroom.api.image.QueryImage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.zone.QueryZone;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Meters;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.text.Sizes;

/** The page of a storage: how it is, how full it is, what lies there, what happened. */
final class StorageParts {
  private static final int ROWS = 10;

  private final View view;

  StorageParts(View view) {
    this.view = view;
  }

  Node of(BackupStorageInventory storage) {
    return all(
        trouble(storage),
        el("div.columns", capacity(storage), settings(storage)),
        new CapacityParts(view).of(storage),
        images(storage),
        zones(storage),
        new FileParts(view).of(storage),
        new ScheduleParts(view).about("backupStorageUuid", storage.uuid(), "VerifyBackupStorage"),
        el(
            "div.columns",
            new Entries(view).jobsOf(storage.uuid()),
            new Entries(view).eventsOf(storage.uuid())));
  }

  /** Why it is away, and what to do, before anything else. */
  Node trouble(BackupStorageInventory storage) {
    String presented = storage.presentedHostKeyFingerprint();
    if (presented != null) {
      return el(
          "div.notice.bad",
          at("role", "alert"),
          el("h2", text(view.say("storage.key.changed"))),
          el("p", text(view.say("storage.key.changed.hint"))),
          el(
              "dl.facts",
              el(
                  "div",
                  el("dt", text(view.say("storage.key.known"))),
                  el("dd", el("code", text(String.valueOf(storage.hostKeyFingerprint()))))),
              el(
                  "div",
                  el("dt", text(view.say("storage.key.shown"))),
                  el("dd", el("code", text(presented))))));
    }
    String reason = storage.statusReason();
    return reason == null
        ? Node.NONE
        : el(
            "div.notice.bad",
            at("role", "alert"),
            el("h2", text(view.texts().choice(storage.status()))),
            el("p", foreign(reason)),
            el("p", text(view.say("storage.away.hint"))));
  }

  private Node capacity(BackupStorageInventory storage) {
    return capacity(storage, Node.NONE);
  }

  /**
   * How full it is.
   *
   * @param action beside the heading
   */
  Node capacity(BackupStorageInventory storage, Node action) {
    long used = Math.max(0, storage.totalCapacity() - storage.availableCapacity());
    return el(
        "section.card",
        el("div.section-head", el("h2", text(view.say("capacity.title"))), action),
        Meters.capacity(storage, view),
        el(
            "dl.facts.three",
            fact("capacity.used-or-reserved", used),
            fact("capacity.free", storage.availableCapacity()),
            fact("capacity.disk-free", storage.availablePhysicalCapacity())));
  }

  private Node fact(String message, long bytes) {
    return el(
        "div",
        el("dt", text(view.say(message))),
        el("dd.big", at("title", bytes + " B"), text(Sizes.shown(bytes))));
  }

  private Node settings(BackupStorageInventory storage) {
    return el(
        "section.card",
        el("div.section-head", el("h2", text(view.say("facts")))),
        Facts.some(
            storage,
            view,
            List.of(
                "type",
                "hostname",
                "sshPort",
                "username",
                "endpoint",
                "bucketName",
                "prefix",
                "region",
                "url",
                "hostKeyFingerprint",
                "description",
                "createDate",
                "uuid")));
  }

  private Node images(BackupStorageInventory storage) {
    String filter = "backupStorageRef.backupStorageUuid=" + storage.uuid();
    return Lists.of(
        view,
        Listings.IMAGES,
        List.of("name", "status", "copies", "format", "actualSize", "createDate"),
        view.find(QueryImage.class, ROWS, "-createDate", filter),
        view.say("storage.images"),
        "/console/images?q=" + encoded(filter),
        view.say("storage.images.none"),
        Node.NONE);
  }

  /** Where it may be used from. */
  private Node zones(BackupStorageInventory storage) {
    if (!view.may(QueryZone.class)) {
      return Node.NONE;
    }
    String filter = "backupStorage.uuid=" + storage.uuid();
    String attach = "AttachBackupStorageToZone";
    return Lists.of(
        view,
        Listings.ZONES,
        List.of("name", "state", "description"),
        view.find(QueryZone.class, ROWS, "+name", filter),
        view.say("zones.title"),
        storage.attachedZoneUuids().isEmpty() ? "" : "/console/zones?q=" + encoded(filter),
        view.say("storage.zones.none"),
        view.may(AttachBackupStorageToZone.class)
            ? link(
                "/console/do/" + attach + "?uuid=" + storage.uuid(),
                at("class", "button"),
                text(view.texts().operation(attach)))
            : Node.NONE);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
