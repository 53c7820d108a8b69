package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.api.inventory.VolumeSnapshotBackupStorageRefInventory;
import org.strongroom.api.inventory.VolumeSnapshotExportInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.api.snapshot.CloseVolumeSnapshotExport;
import org.strongroom.api.snapshot.ExportVolumeSnapshot;
import org.strongroom.api.snapshot.GetVolumeSnapshotExports;
import org.strongroom.api.snapshot.RestoreVolumeSnapshot;
import org.strongroom.api.volume.QueryVolume;
import org.strongroom.server.face.console.frame.Badges;
import org.strongroom.server.face.console.frame.CommandText;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Tables;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;

/** The page of a volume snapshot: how to get its disk back, and where its copies are. */
final class SnapshotParts {
  private static final int COPIES = 100;

  private final View view;
  private final Values values;

  SnapshotParts(View view) {
    this.view = view;
    this.values = new Values(view);
  }

  Node of(VolumeSnapshotInventory snapshot) {
    Map<String, BackupStorageInventory> storages = storages(snapshot);
    return all(
        el("div.columns", restore(snapshot), exports(snapshot, storages)),
        copies(snapshot, storages),
        el(
            "div.columns",
            el(
                "section.card",
                el("div.section-head", el("h2", text(view.say("facts")))),
                Facts.some(
                    snapshot,
                    view,
                    List.of(
                        "volumeUuid",
                        "volumeType",
                        "format",
                        "size",
                        "latest",
                        "parentUuid",
                        "groupUuid",
                        "description",
                        "createDate",
                        "lastOpDate",
                        "uuid"))),
            el(
                "div.stack",
                new Entries(view).jobsOf(snapshot.uuid()),
                new Entries(view).eventsOf(snapshot.uuid()))));
  }

  private Map<String, BackupStorageInventory> storages(VolumeSnapshotInventory snapshot) {
    String uuids =
        snapshot.backupStorageRefs().stream()
            .map(VolumeSnapshotBackupStorageRefInventory::backupStorageUuid)
            .limit(COPIES)
            .collect(Collectors.joining(","));
    return uuids.isEmpty() || !view.may(QueryBackupStorage.class)
        ? Map.of()
        : view.find(QueryBackupStorage.class, COPIES, "+name", "uuid?=" + uuids).stream()
            .collect(Collectors.toMap(BackupStorageInventory::uuid, each -> each));
  }

  private Node restore(VolumeSnapshotInventory snapshot) {
    if (!view.may(RestoreVolumeSnapshot.class)) {
      return Node.NONE;
    }
    String form = "/console/do/RestoreVolumeSnapshot?uuid=" + snapshot.uuid();
    return el(
        "section.card",
        at("id", "restore"),
        el("div.section-head", el("h2", text(view.say("snapshot.restore")))),
        el("p", text(view.say("snapshot.restore.hint"))),
        volume(snapshot.volumeUuid()),
        el(
            "div.actions",
            link(form, at("class", "button primary"), text(view.say("snapshot.restore.where"))),
            download("/console/volume-snapshots/" + snapshot.uuid() + "/file")));
  }

  private Node download(String url) {
    return link(url, at("class", "button"), at("download", ""), text(view.say("download")));
  }

  /** Where the volume itself lies, which is where it goes unless another place is named. */
  private Node volume(@Nullable String uuid) {
    List<VolumeInventory> found =
        uuid == null || !view.may(QueryVolume.class)
            ? List.of()
            : view.find(QueryVolume.class, 1, "+name", "uuid=" + uuid);
    return found.isEmpty()
        ? Node.NONE
        : el(
            "dl.facts",
            el(
                "div",
                el("dt", text(view.texts().field("volumeUuid"))),
                el(
                    "dd",
                    link("/console/volumes/" + uuid, foreign(found.getFirst().name())),
                    text(" "),
                    el("code", foreign(Objects.requireNonNullElse(found.getFirst().url(), ""))))));
  }

  private Node exports(
      VolumeSnapshotInventory snapshot, Map<String, BackupStorageInventory> storages) {
    if (!view.may(GetVolumeSnapshotExports.class)) {
      return Node.NONE;
    }
    List<VolumeSnapshotExportInventory> open =
        view.ask(GetVolumeSnapshotExports.class, Map.of()).exports().stream()
            .filter(each -> each.volumeSnapshotUuid().equals(snapshot.uuid()))
            .toList();
    return el(
        "section.card",
        at("id", "exports"),
        el("div.section-head", el("h2", text(view.say("snapshot.exports")))),
        el("p", text(view.say("snapshot.exports.hint"))),
        open.isEmpty()
            ? el("p.calm", text(view.say("snapshot.exports.none")))
            : el("ul.open", all(open.stream().map(this::export))),
        view.may(ExportVolumeSnapshot.class)
            ? all(
                open(snapshot, storages),
                new CommandText(
                        Operations.of(ExportVolumeSnapshot.class), Map.of("uuid", snapshot.uuid()))
                    .shown(view))
            : Node.NONE);
  }

  private Node export(VolumeSnapshotExportInventory export) {
    String id = "url-" + export.uuid();
    return el(
        "li",
        el(
            "div.copy",
            el("label.vh", at("for", id), text(view.texts().field("nbdUrl"))),
            el(
                "input",
                at("id", id),
                at("readonly", ""),
                at("value", export.nbdUrl()),
                at("spellcheck", "false")),
            el(
                "button",
                at("type", "button"),
                at("data-copy", id),
                at("data-done", view.say("copied")),
                text(view.say("copy")))),
        el(
            "div.section-head",
            el(
                "p.hint",
                text(view.say("snapshot.export.until") + " "),
                values.time(export.expiredDate())),
            view.may(CloseVolumeSnapshotExport.class)
                ? new Frame(view)
                    .button(
                        Listings.SNAPSHOTS.url()
                            + "/"
                            + export.volumeSnapshotUuid()
                            + "/exports/"
                            + export.uuid()
                            + "/close",
                        view.say("snapshot.export.close"),
                        false)
                : Node.NONE));
  }

  private Node open(
      VolumeSnapshotInventory snapshot, Map<String, BackupStorageInventory> storages) {
    return el(
        "form.row-form",
        at("method", "post"),
        at("action", Listings.SNAPSHOTS.url(snapshot) + "/exports"),
        new Frame(view).token(),
        el(
            "div.field",
            el("label", at("for", "export-from"), text(view.say("snapshot.export.from"))),
            el(
                "select",
                at("id", "export-from"),
                at("name", "backupStorageUuid"),
                el("option", at("value", ""), text(view.say("snapshot.export.any"))),
                all(
                    snapshot.backupStorageRefs().stream()
                        .filter(copy -> copy.status().equals("Ready"))
                        .map(copy ->
                            el(
                                "option",
                                at("value", copy.backupStorageUuid()),
                                text(name(storages, copy.backupStorageUuid()))))))),
        el(
            "div.field",
            el("label", at("for", "export-for"), text(view.say("snapshot.export.for"))),
            el(
                "select",
                at("id", "export-for"),
                at("name", "seconds"),
                seconds("snapshot.export.hour", 3600),
                seconds("snapshot.export.day", 86_400),
                seconds("snapshot.export.week", 604_800))),
        el("button", at("type", "submit"), text(view.say("snapshot.export.open"))));
  }

  private Node seconds(String message, long seconds) {
    return el("option", at("value", seconds), text(view.say(message)));
  }

  private static String name(Map<String, BackupStorageInventory> storages, String uuid) {
    BackupStorageInventory storage = storages.get(uuid);
    return storage == null ? uuid : storage.name();
  }

  private Node copies(
      VolumeSnapshotInventory snapshot, Map<String, BackupStorageInventory> storages) {
    String heading = view.say("image.copies");
    return el(
        "section.card",
        el("div.section-head", el("h2", text(heading))),
        snapshot.backupStorageRefs().isEmpty()
            ? el("p.calm", text(view.say("image.copies.none")))
            : Tables.cards(
                heading,
                all(
                    Tables.head(view.say("image.copy.storage")),
                    Tables.head(view.say("image.copy.condition")),
                    Tables.head(view.texts().field("newSize")),
                    Tables.head(view.texts().field("storedSize")),
                    Tables.head(view.say("image.copy.proved"))),
                snapshot.backupStorageRefs().stream().map(copy -> copy(copy, storages))));
  }

  private Node copy(
      VolumeSnapshotBackupStorageRefInventory copy, Map<String, BackupStorageInventory> storages) {
    String storage = copy.backupStorageUuid();
    String damage = copy.damage();
    return el(
        "tr",
        el(
            "td.title",
            link(
                "/console/storages/" + storage,
                at("class", "name"),
                foreign(name(storages, storage)))),
        cell(
            view.say("image.copy.condition"),
            all(
                Badges.state(copy.status(), view.texts()),
                damage == null ? Node.NONE : el("p.reason", foreign(damage)))),
        cell(view.texts().field("newSize"), values.of(copy, "newSize")),
        cell(view.texts().field("storedSize"), values.of(copy, "storedSize")),
        cell(view.say("image.copy.proved"), values.of(copy, "lastVerified")));
  }

  private static Node cell(String label, Node content) {
    return el("td", at("data-label", label), content);
  }
}
