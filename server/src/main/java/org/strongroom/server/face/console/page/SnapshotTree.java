package org.strongroom.server.face.console.page;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.foreign;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.inventory.VolumeSnapshotTreeInventory;
import org.strongroom.api.inventory.VolumeSnapshotTreeInventory.SnapshotLeafInventory;
import org.strongroom.api.snapshot.QueryVolumeSnapshotTree;
import org.strongroom.server.face.console.frame.Badges;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.Values;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;

/**
 * Which snapshot of a volume came from which. A chain stands one below the other, the newest first;
 * only where several came from one does what branches off move to the side.
 */
final class SnapshotTree {
  private static final int TREES = 3;
  private static final int ROWS = 100;

  private final View view;

  SnapshotTree(View view) {
    this.view = view;
  }

  /** A snapshot, and how many branchings lead to it. */
  private record Row(VolumeSnapshotInventory snapshot, int branch) {}

  /**
   * The newest trees of a volume; nothing unless there are two snapshots.
   *
   * @param whole where all of its snapshots are listed
   */
  Node of(String volume, String whole) {
    List<VolumeSnapshotTreeInventory> trees =
        view.may(QueryVolumeSnapshotTree.class)
            ? view.find(QueryVolumeSnapshotTree.class, TREES, "-createDate", "volumeUuid=" + volume)
            : List.of();
    List<Node> shown = new ArrayList<>();
    int snapshots = 0;
    for (VolumeSnapshotTreeInventory tree : trees) {
      List<Row> rows = rows(tree.tree());
      snapshots += rows.size();
      shown.add(tree(tree, rows));
    }
    return snapshots < 2
        ? Node.NONE
        : el(
            "section.card",
            at("id", "trees"),
            el(
                "div.section-head",
                el("h2", text(view.say("volume-snapshots.title"))),
                link(whole, text(view.say("show-all")))),
            el("p.hint", text(view.say("volume.trees.hint"))),
            all(shown));
  }

  /** The newest first: whatever came from a snapshot stands above it. */
  private static List<Row> rows(@Nullable SnapshotLeafInventory root) {
    List<Row> rows = new ArrayList<>();
    Deque<SnapshotLeafInventory> leaves = new ArrayDeque<>();
    Deque<Integer> branches = new ArrayDeque<>();
    if (root != null) {
      leaves.push(root);
      branches.push(0);
    }
    while (!leaves.isEmpty()) {
      SnapshotLeafInventory leaf = leaves.pop();
      int branch = branches.pop();
      rows.add(new Row(leaf.inventory(), branch));
      List<SnapshotLeafInventory> children = leaf.children();
      for (int i = 0; i < children.size(); i++) { // the last comes next, in the line of its parent
        leaves.push(children.get(i));
        branches.push(i == 0 ? branch : branch + 1);
      }
    }
    Collections.reverse(rows);
    return rows;
  }

  private Node tree(VolumeSnapshotTreeInventory tree, List<Row> rows) {
    Values values = new Values(view);
    return el(
        "div.tree",
        el(
            "p.sub",
            text(view.say("volume.tree", rows.size()) + " "),
            values.time(tree.createDate()),
            tree.current() ? text(" · " + view.say("volume.tree.current")) : Node.NONE),
        el("ol", all(rows.stream().limit(ROWS).map(row -> row(values, row)))));
  }

  private Node row(Values values, Row row) {
    VolumeSnapshotInventory snapshot = row.snapshot();
    return el(
        "li.branch-" + Math.min(row.branch(), 6),
        el(
            "span.badges",
            link(Listings.SNAPSHOTS.url(snapshot), at("class", "name"), foreign(snapshot.name())),
            Badges.state(snapshot.status(), view.texts()),
            snapshot.latest() ? el("span.sub", text(view.texts().field("latest"))) : Node.NONE),
        el(
            "span.sub",
            Values.size(snapshot.size()),
            text(" · "),
            values.time(snapshot.createDate())));
  }
}
