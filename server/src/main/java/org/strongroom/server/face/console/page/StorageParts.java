package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
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
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;

/** The page of a storage: how it is, how full it is, what lies there, what happened. */
final class StorageParts {
  private static final int ROWS = 10;

  private final View view;

  StorageParts(View view) {
    this.view = view;
  }

  Node of(BackupStorageInventory storage) {
    StorageStanding standing = new StorageStanding(view);
    return all(
        standing.trouble(storage),
        el("div.columns", standing.capacity(storage, Node.NONE), settings(storage)),
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
