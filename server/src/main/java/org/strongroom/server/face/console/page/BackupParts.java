package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.image.QueryImage;
import org.strongroom.api.imagebackup.GetImageBackupTask;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageBackupTaskInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Names;
import org.strongroom.server.face.console.frame.Tables;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;

/** The page of an image backup: where its OVA lies, what went wrong, what was made from it. */
final class BackupParts {
  private static final int MOST = 50;

  private final View view;

  BackupParts(View view) {
    this.view = view;
  }

  Node of(ImageBackupInventory backup) {
    return all(
        trouble(backup),
        places(backup),
        made(backup),
        el(
            "div.columns",
            el(
                "section.card",
                el("div.section-head", el("h2", text(view.say("facts")))),
                Facts.some(
                    backup,
                    view,
                    List.of(
                        "size",
                        "diskSize",
                        "diskCount",
                        "sha256",
                        "architecture",
                        "guestOsType",
                        "imageUuid",
                        "projectUuid",
                        "discovered",
                        "description",
                        "createDate",
                        "lastOpDate",
                        "uuid"))),
            el(
                "div.stack",
                new Entries(view).jobsOf(backup.uuid()),
                new Entries(view).eventsOf(backup.uuid()))));
  }

  private Node trouble(ImageBackupInventory backup) {
    String reason = backup.failReason();
    return reason == null
        ? Node.NONE
        : el(
            "div.notice.bad",
            at("role", "alert"),
            el("h2", text(view.say("backup.failed"))),
            el("p", foreign(reason)));
  }

  /** A node, a bucket, or both. */
  private Node places(ImageBackupInventory backup) {
    Values values =
        new Values(
            view, Names.of(view, List.of(backup), List.of("backupStorageUuid", "bucketUuid")));
    List<Node> rows = new ArrayList<>();
    place(rows, values, backup, "backupStorageUuid", backup.backupStorageUuid(), backup.path());
    place(rows, values, backup, "bucketUuid", backup.bucketUuid(), backup.objectName());
    return el(
        "section.card",
        el("div.section-head", el("h2", text(view.say("backup.places")))),
        rows.isEmpty()
            ? el("p.calm", text(view.say("backup.nowhere")))
            : Tables.cards(
                view.say("backup.places"),
                all(
                    Tables.head(view.say("backup.place")),
                    Tables.head(view.say("backup.kind")),
                    Tables.head(view.say("image.copy.path"))),
                rows.stream()));
  }

  private void place(
      List<Node> rows,
      Values values,
      ImageBackupInventory backup,
      String field,
      @Nullable String uuid,
      @Nullable String path) {
    if (uuid != null) {
      rows.add(
          el(
              "tr",
              el("td.title", el("span.name", values.of(backup, field))),
              el("td", at("data-label", view.say("backup.kind")), text(view.texts().field(field))),
              el(
                  "td.long",
                  at("data-label", view.say("image.copy.path")),
                  path == null ? values.none() : el("code.path", foreign(path)))));
    }
  }

  /** The images of the latest import. */
  private Node made(ImageBackupInventory backup) {
    List<String> uuids =
        Stream.ofNullable(backup.taskUuid())
            .flatMap(task -> task(task).stream())
            .flatMap(task -> task.imageUuids().stream())
            .limit(MOST)
            .toList();
    List<ImageInventory> images =
        uuids.isEmpty()
            ? List.of()
            : view.find(QueryImage.class, MOST, "+name", "uuid?=" + String.join(",", uuids));
    return images.isEmpty()
        ? Node.NONE
        : Lists.of(
            view,
            Listings.IMAGES,
            List.of("name", "status", "copies", "format", "actualSize", "createDate"),
            images,
            view.say("backup.made"),
            "",
            "",
            Node.NONE);
  }

  private Optional<ImageBackupTaskInventory> task(String uuid) {
    try {
      InventoryReply<ImageBackupTaskInventory> reply =
          view.ask(GetImageBackupTask.class, Map.of("uuid", uuid));
      return Optional.ofNullable(reply.inventory());
    } catch (ApiException e) {
      return Optional.empty(); // jobs are forgotten after a month
    }
  }
}
