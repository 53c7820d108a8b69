package org.strongroom.server.face.console.form;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.strongroom.api.OperationModel;
import org.strongroom.api.backupstorage.GetBackupStorageDrain;
import org.strongroom.api.backupstorage.GetDeletionPreview;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.api.volume.QueryVolume;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Names;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.text.Sizes;

/** What would go, or stop, told before it is done. */
public final class Previews {
  private static final Set<String> TYPED = Set.of("DeleteBackupStorage", "ForgetBackupStorage");
  private static final int SHOWN = 20;

  private final View view;

  public Previews(View view) {
    this.view = view;
  }

  /** What has to be typed before an operation is carried out. */
  public static Optional<String> typed(OperationModel operation, Record row) {
    return TYPED.contains(operation.name())
        ? Optional.of(Inventories.text(row, "name"))
        : Optional.empty();
  }

  static boolean isTyped(OperationModel operation) {
    return TYPED.contains(operation.name());
  }

  /** What is shown above the form of an operation. */
  public Node of(OperationModel operation, Record row) {
    if (operation.name().equals("DrainBackupStorage") && row instanceof BackupStorageInventory) {
      return drain(Inventories.text(row, "uuid"));
    }
    if (row instanceof VolumeSnapshotInventory snapshot
        && operation.name().equals("RestoreVolumeSnapshot")) {
      return restore(snapshot);
    }
    boolean deletes = TYPED.contains(operation.name()) || operation.name().equals("DeleteImage");
    if (!deletes || !view.may(GetDeletionPreview.class)) {
      return Node.NONE;
    }
    return deletion(
        view.ask(GetDeletionPreview.class, Map.of("uuid", Inventories.text(row, "uuid"))));
  }

  /** What is written over, unless another place is named. */
  private Node restore(VolumeSnapshotInventory snapshot) {
    String uuid = snapshot.volumeUuid();
    List<VolumeInventory> volumes =
        uuid == null || !view.may(QueryVolume.class)
            ? List.of()
            : view.find(QueryVolume.class, 1, "+name", "uuid=" + uuid);
    String url = volumes.isEmpty() ? null : volumes.getFirst().url();
    return el(
        "div.notice.noted",
        el("h2", text(view.say("restore.title"))),
        url == null
            ? el("p", text(view.say("restore.no-volume")))
            : el(
                "p",
                text(view.say("restore.onto") + " "),
                foreign(volumes.getFirst().name()),
                text(" "),
                el("code", foreign(url))),
        el("p", text(view.say("restore.hint"))));
  }

  private Node deletion(GetDeletionPreview.Reply preview) {
    return el(
        "section.card",
        el("div.section-head", el("h2", text(view.say("preview.title")))),
        el(
            "dl.facts.three",
            fact("preview.copies", preview.copies() + " · " + Sizes.shown(preview.bytes())),
            fact(
                "preview.only",
                preview.onlyCopies() + " · " + Sizes.shown(preview.onlyCopyBytes())),
            fact("preview.backups", String.valueOf(preview.imageBackups())),
            fact("preview.jobs", String.valueOf(preview.runningJobs()))),
        preview.images().isEmpty() ? Node.NONE : only(preview),
        preview.bytesStay() ? el("p.calm", text(view.say("preview.stay"))) : Node.NONE);
  }

  private Node fact(String message, String value) {
    return el("div", el("dt", text(view.say(message))), el("dd.big", text(value)));
  }

  /** Those that would be lost, with the way to save them. */
  private Node only(GetDeletionPreview.Reply preview) {
    return el(
        "div.notice.bad",
        el("h2", text(view.say("preview.lost"))),
        el(
            "ul",
            all(
                preview.images().stream()
                    .limit(SHOWN)
                    .map(image ->
                        el(
                            "li",
                            link("/console/images/" + image.uuid(), foreign(image.name())),
                            text(" · " + Sizes.shown(image.bytes()) + " · "),
                            link(
                                "/console/do/CopyImage?uuid=" + image.uuid(),
                                text(view.say("preview.copy-first"))))))),
        more(preview.onlyCopies() - SHOWN));
  }

  private Node more(long images) {
    return images > 0 ? el("p", text(view.say("preview.more", images))) : Node.NONE;
  }

  private Node image(String uuid, String name) {
    return el(
        "li",
        link("/console/images/" + uuid, foreign(name)),
        text(" · "),
        link("/console/do/CopyImage?uuid=" + uuid, text(view.say("preview.copy-first"))));
  }

  /** The jobs that still write, as far as who looks sees them. */
  private List<LongJobInventory> writers(List<String> uuids) {
    return uuids.isEmpty()
        ? List.of()
        : view.find(
            QueryLongJob.class,
            SHOWN,
            "-createDate",
            "uuid?=" + String.join(",", uuids.stream().limit(SHOWN).toList()));
  }

  private Node writer(LongJobInventory job) {
    String name = job.targetResourceName();
    return el(
        "li",
        link(Listings.JOBS.url(job), text(view.texts().operation(job.jobName()))),
        name == null ? Node.NONE : all(text(" · "), foreign(name)),
        text(" · " + job.progress() + " %"));
  }

  private Node drain(String uuid) {
    GetBackupStorageDrain.Reply drain = view.ask(GetBackupStorageDrain.class, Map.of("uuid", uuid));
    List<String> only = drain.onlyCopyImageUuids().stream().limit(SHOWN).toList();
    Names names = Names.of(view, Map.of("imageUuid", new LinkedHashSet<>(only)));
    List<LongJobInventory> writers = writers(drain.writerJobUuids());
    return el(
        "section.card",
        el("div.section-head", el("h2", text(view.say("preview.drain")))),
        el(
            "dl.facts.three",
            fact("preview.writers", String.valueOf(drain.writers())),
            fact("preview.only", String.valueOf(drain.onlyCopies()))),
        writers.isEmpty() ? Node.NONE : el("ul.writers", all(writers.stream().map(this::writer))),
        only.isEmpty()
            ? Node.NONE
            : el(
                "div.notice.noted",
                el("p", text(view.say("preview.drain.only"))),
                el("ul", all(only.stream().map(each -> image(each, names.of(each).orElse(each))))),
                more(drain.onlyCopies() - only.size())));
  }
}
