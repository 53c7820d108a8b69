package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
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
        Lists.of(
            view,
            Listings.SNAPSHOTS,
            List.of("name", "status", "size", "createDate"),
            snapshots,
            view.say("volume-snapshots.title"),
            "/console/volume-snapshots?q=" + filter.replace("=", "%3D"),
            view.say("volume.never"),
            Node.NONE),
        new SnapshotTree(view).of(volume.uuid()),
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
            view.may(BackupVolume.class)
                ? new Frame(view)
                    .button(
                        "/console/do/BackupVolume",
                        view.say("volume.backup-now"),
                        false,
                        el(
                            "input",
                            at("type", "hidden"),
                            at("name", "uuid"),
                            at("value", volume.uuid())))
                : Node.NONE));
  }
}
