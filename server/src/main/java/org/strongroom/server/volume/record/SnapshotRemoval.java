package org.strongroom.server.volume.record;

import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;

import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record4;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.catalog.Transaction;

/** Takes a snapshot out of the catalog, and out of the order of its volume's snapshots. */
public final class SnapshotRemoval {
  private SnapshotRemoval() {}

  /**
   * Removes its row: those after it hang on the one before it then, and if it was the latest of its
   * volume, the newest that is left is.
   */
  public static void remove(String uuid, Transaction transaction) {
    DSLContext sql = transaction.sql();
    Optional<Record4<String, String, String, Boolean>> found =
        sql.select(
                VOLUME_SNAPSHOT.VOLUME_UUID,
                VOLUME_SNAPSHOT.TREE_UUID,
                VOLUME_SNAPSHOT.PARENT_UUID,
                VOLUME_SNAPSHOT.LATEST)
            .from(VOLUME_SNAPSHOT)
            .where(VOLUME_SNAPSHOT.UUID.eq(uuid))
            .fetchOptional();
    if (found.isEmpty()) {
      return;
    }
    String volume = found.get().value1();
    sql.update(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.PARENT_UUID, found.get().value3())
        .where(inTree(found.get().value2()))
        .and(VOLUME_SNAPSHOT.PARENT_UUID.eq(uuid))
        .execute();
    sql.deleteFrom(VOLUME_SNAPSHOT).where(VOLUME_SNAPSHOT.UUID.eq(uuid)).execute();
    if (found.get().value4() && volume != null) {
      SnapshotRow.newest(volume, sql)
          .ifPresent(newest ->
              sql.update(VOLUME_SNAPSHOT)
                  .set(VOLUME_SNAPSHOT.LATEST, true)
                  .where(VOLUME_SNAPSHOT.UUID.eq(newest.uuid()))
                  .execute());
    }
  }

  /** None has a parent in another tree; of all snapshots there is no index by parents. */
  private static Condition inTree(@Nullable String tree) {
    return tree == null ? VOLUME_SNAPSHOT.TREE_UUID.isNull() : VOLUME_SNAPSHOT.TREE_UUID.eq(tree);
  }
}
