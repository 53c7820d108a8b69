package org.strongroom.server.snapshot;

import static org.jooq.impl.DSL.noCondition;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeSnapshotTreeTable.VOLUME_SNAPSHOT_TREE;

import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.TableField;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.inventory.VolumeSnapshotTreeInventory;
import org.strongroom.api.snapshot.QueryVolumeSnapshot;
import org.strongroom.api.snapshot.QueryVolumeSnapshotTree;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.query.Queries;

/** Volume snapshots and their trees: they can be found. */
public final class SnapshotService {
  private final Database database;
  private final Queries queries;
  private final SnapshotTrees trees;

  public SnapshotService(Database database, Queries queries) {
    this.database = database;
    this.queries = queries;
    this.trees = new SnapshotTrees(queries);
  }

  public void register(OperationRegistry operations) {
    operations.answer(
        QueryVolumeSnapshot.class,
        (request, caller) ->
            database.read(sql ->
                queries.findFor(
                    caller.limitedTo(),
                    sql,
                    VolumeSnapshotInventory.class,
                    request.query(),
                    visible(caller, VOLUME_SNAPSHOT.ACCOUNT_UUID))));
    operations.answer(
        QueryVolumeSnapshotTree.class,
        (request, caller) ->
            database.read(sql ->
                trees.fill(
                    queries.findFor(
                        caller.limitedTo(),
                        sql,
                        VolumeSnapshotTreeInventory.class,
                        request.query(),
                        visible(caller, VOLUME_SNAPSHOT_TREE.ACCOUNT_UUID)),
                    visible(caller, VOLUME_SNAPSHOT.ACCOUNT_UUID),
                    sql)));
  }

  /** What is a caller's own, or nobody's. */
  private static Condition visible(Caller caller, TableField<Record, String> owner) {
    return caller
        .limitedTo()
        .map(owner::eq)
        .map(own -> own.or(owner.isNull()))
        .orElse(noCondition());
  }
}
