package org.strongroom.server.snapshot;

import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.inventory.VolumeSnapshotTreeInventory;
import org.strongroom.api.inventory.VolumeSnapshotTreeInventory.SnapshotLeafInventory;
import org.strongroom.server.query.Queries;

/** Fills trees with their snapshots, without recursion and in linear time. */
final class SnapshotTrees {
  /** Snapshots in one answer. */
  static final int MOST = 10_000;

  /** Levels below the first snapshot of a tree; readers of JSON bear 500 in all, two for each. */
  static final int DEEPEST = 100;

  private final Queries queries;

  SnapshotTrees(Queries queries) {
    this.queries = queries;
  }

  /**
   * The answer with the snapshots of its trees.
   *
   * @param among which snapshots may be shown
   * @throws ApiException SYS.1007 if there are more than fit into an answer
   */
  QueryReply<VolumeSnapshotTreeInventory> fill(
      QueryReply<VolumeSnapshotTreeInventory> found, Condition among, DSLContext sql) {
    List<VolumeSnapshotTreeInventory> trees = found.inventories();
    boolean asked = found.fields().isEmpty() || found.fields().contains("tree");
    if (trees == null || trees.isEmpty() || !asked) {
      return found;
    }
    List<String> uuids = trees.stream().map(VolumeSnapshotTreeInventory::uuid).toList();
    Condition inThem = VOLUME_SNAPSHOT.TREE_UUID.in(uuids).and(among);
    Query all =
        new Query(List.of(), MOST + 1, 0, false, false, "createDate", null, null, null, null);
    List<VolumeSnapshotInventory> snapshots =
        queries.find(sql, VolumeSnapshotInventory.class, all, inThem).inventories();
    if (snapshots == null || snapshots.size() > MOST) {
      throw ApiException.invalid(
          "these trees have more than "
              + MOST
              + " snapshots, which is what one answer holds: ask for fewer trees (limit, start), or"
              + " for fields without 'tree'");
    }
    Map<String, List<VolumeSnapshotInventory>> byTree = new HashMap<>();
    for (VolumeSnapshotInventory snapshot : snapshots) {
      byTree.computeIfAbsent(snapshot.treeUuid(), uuid -> new ArrayList<>()).add(snapshot);
    }
    return new QueryReply<>(
        trees.stream()
            .map(tree -> tree.with(root(byTree.getOrDefault(tree.uuid(), List.of()))))
            .toList(),
        found.total(),
        found.fields());
  }

  /** A snapshot with a list that its followers come into. */
  private record Grown(SnapshotLeafInventory leaf, @Nullable Grown above, int depth) {}

  /**
   * The first snapshot with all others below it: each below the one before it, if that is in the
   * tree and earlier, else below the first; what would be too deep stays at the deepest level.
   *
   * @param snapshots the earliest first
   */
  static @Nullable SnapshotLeafInventory root(List<VolumeSnapshotInventory> snapshots) {
    Map<String, Grown> grown = new HashMap<>();
    Grown root = null;
    for (VolumeSnapshotInventory snapshot : snapshots) {
      Grown above = grown.getOrDefault(snapshot.parentUuid(), root);
      if (above != null && above.depth() == DEEPEST) {
        above = above.above();
      }
      var leaf = new SnapshotLeafInventory(snapshot, snapshot.parentUuid(), new ArrayList<>());
      var own = new Grown(leaf, above, above == null ? 0 : above.depth() + 1);
      if (above == null) {
        root = own;
      } else {
        above.leaf().children().add(leaf);
      }
      grown.put(snapshot.uuid(), own);
    }
    return root == null ? null : root.leaf();
  }
}
