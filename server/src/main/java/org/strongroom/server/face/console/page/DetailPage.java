package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.AuditInventory;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.EventInventory;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.inventory.ScheduleInventory;
import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.server.face.console.frame.Badges;
import org.strongroom.server.face.console.frame.Frame;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.table.Listing;

/** All that is told of one resource. */
public final class DetailPage {
  private static final Set<String> IN_HEAD = Set.of("name", "displayName", "status", "state");

  private DetailPage() {}

  /** The resource with this uuid; empty if there is none for who looks. */
  @SuppressWarnings("unchecked") // a query answers with rows, which are records
  public static Optional<Record> find(View view, Listing listing, String uuid) {
    Object reply =
        view.asking()
            .ask(listing.query(), Map.of("q", List.of(listing.key() + "=" + uuid), "limit", 1));
    List<? extends Record> rows = ((QueryReply<? extends Record>) reply).inventories();
    return rows == null || rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  /** Its page. */
  public static Page page(View view, Listing listing, Record row, Node actions) {
    String name = Inventories.text(row, listing.nameField());
    String shown =
        name.isEmpty()
            ? view.say("unnamed")
            : row instanceof LongJobInventory || row instanceof AuditInventory
                ? view.texts().operation(name)
                : name;
    Node content =
        switch (row) {
          case BackupStorageInventory storage -> new StorageParts(view).of(storage);
          case ImageInventory image -> new ImageParts(view).of(image);
          case VolumeInventory volume -> new VolumeParts(view).of(volume);
          case VolumeSnapshotInventory snapshot -> new SnapshotParts(view).of(snapshot);
          case LongJobInventory job -> new JobParts(view).of(job);
          case ScheduleInventory schedule -> new ScheduleParts(view).of(schedule);
          case BackupNodeInventory node -> new NodeParts(view).of(listing, node);
          case ImageBackupInventory backup -> new BackupParts(view).of(backup);
          case EventInventory event -> facts(view, listing, event);
          case AuditInventory audit -> facts(view, listing, audit);
          case UserTagInventory tag -> facts(view, listing, tag);
          default -> general(view, listing, row);
        };
    Node head =
        el(
            "div.head",
            el(
                "div",
                el("h1", foreign(shown)),
                badges(view, row),
                new TagParts(view).of(listing, Inventories.text(row, listing.key()))),
            el("div.actions", at("role", "group"), at("aria-label", view.say("actions")), actions));
    return new Page(
        List.of(new Frame.Crumb(view.say(listing.path() + ".title"), listing.url())),
        shown,
        row instanceof LongJobInventory
            ? all(head, content)
            : Frame.live("resource", listing.url(row), false, head, content));
  }

  private static Node facts(View view, Listing listing, Record row) {
    Set<String> without = new HashSet<>(IN_HEAD);
    without.add(listing.nameField());
    if (row instanceof UserTagInventory) {
      without.add("resourceType"); // it stands beside the resource
    }
    return el(
        "section.card",
        el("div.section-head", el("h2", text(view.say("facts")))),
        Facts.of(row, view, without));
  }

  /** What it is, what belongs to it, what happened to it. */
  private static Node general(View view, Listing listing, Record row) {
    String uuid = Inventories.text(row, listing.key());
    return all(
        facts(view, listing, row),
        new Related(view).of(listing, uuid),
        new Entries(view).about(uuid));
  }

  private static Node badges(View view, Record row) {
    if (row instanceof LongJobInventory) {
      return Node.NONE; // it stands with what changes
    }
    List<String> fields = Inventories.fields(row.getClass());
    if (fields.contains("status") && fields.contains("state")) {
      return new Cells(view).condition(row);
    }
    String field = fields.contains("status") ? "status" : fields.contains("state") ? "state" : "";
    return field.isEmpty() ? Node.NONE : Badges.state(Inventories.text(row, field), view.texts());
  }
}
