package org.strongroom.server.snapshot;

import static org.jooq.impl.DSL.noCondition;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;

import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.snapshot.QueryVolumeSnapshot;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.query.Queries;

/** Volume snapshots: they can be found. */
public final class SnapshotService {
  private final Database database;
  private final Queries queries;

  public SnapshotService(Database database, Queries queries) {
    this.database = database;
    this.queries = queries;
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
                    caller
                        .limitedTo()
                        .map(VOLUME_SNAPSHOT.ACCOUNT_UUID::eq)
                        .map(own -> own.or(VOLUME_SNAPSHOT.ACCOUNT_UUID.isNull()))
                        .orElse(noCondition()))));
  }
}
