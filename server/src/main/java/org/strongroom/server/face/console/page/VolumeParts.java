package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.List;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.snapshot.QueryVolumeSnapshot;
import org.strongroom.api.volume.BackupVolume;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;

/** The page of a volume: when it was backed up, and the snapshots that there are. */
final class VolumeParts {
  private static final int ROWS = 15;

  private final View view;

  VolumeParts(View view) {
    this.view = view;
  }

  Node of(VolumeInventory volume) {
    String filter = "volumeUuid=" + volume.uuid();
    List<VolumeSnapshotInventory> snapshots =
        view.find(QueryVolumeSnapshot.class, ROWS, "-createDate", filter);
    return all(
        backup(volume, snapshots),
        snapshots(volume, snapshots),
        new ScheduleParts(view).about("volumeUuid", volume.uuid(), "BackupVolume"),
        el(
            "div.columns",
            el(
                "section.card",
                el("div.section-head", el("h2", text(view.say("facts")))),
                Facts.some(
                    volume,
                    view,
                    List.of(
                        "url",
                        "type",
                        "format",
                        "size",
                        "actualSize",
                        "zoneUuid",
                        "hostKeyFingerprint",
                        "description",
                        "createDate",
                        "lastOpDate",
                        "uuid"))),
            el(
                "div.stack",
                new Entries(view).jobsOf(volume.uuid()),
                new Entries(view).eventsOf(volume.uuid()))));
  }

  /** As the trees that they are once there are several, which show all that a list would. */
  private Node snapshots(VolumeInventory volume, List<VolumeSnapshotInventory> snapshots) {
    String all = "/console/volume-snapshots?q=volumeUuid%3D" + volume.uuid();
    Node trees = new SnapshotTree(view).of(volume.uuid(), all);
    return trees.equals(Node.NONE)
        ? Lists.of(
            view,
            Listings.SNAPSHOTS,
            List.of("name", "status", "size", "createDate"),
            snapshots,
            view.say("volume-snapshots.title"),
            all,
            view.say("volume.never"),
            Node.NONE)
        : trees;
  }

  private Node backup(VolumeInventory volume, List<VolumeSnapshotInventory> snapshots) {
    Node last =
        snapshots.isEmpty()
            ? text(view.say("volume.never"))
            : all(
                text(view.say("volume.last") + " "),
                new Values(view).time(snapshots.getFirst().createDate()));
    return el(
        "div.notice." + (snapshots.isEmpty() ? "noted" : "good"),
        el(
            "div.section-head",
            el("p", last),
            view.may(BackupVolume.class) ? backUp(volume.uuid()) : Node.NONE));
  }

  /** By one click, or after a look at what can be chosen. */
  private Node backUp(String uuid) {
    return el(
        "div.actions",
        link(
            "/console/do/BackupVolume?uuid=" + uuid,
            at("class", "button"),
            text(view.say("volume.backup-as"))),
        new Frame(view)
            .button(
                "/console/do/BackupVolume",
                view.say("volume.backup-now"),
                false,
                el("input", at("type", "hidden"), at("name", "uuid"), at("value", uuid))));
  }
}
