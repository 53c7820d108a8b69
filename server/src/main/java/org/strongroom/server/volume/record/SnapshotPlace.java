package org.strongroom.server.volume.record;

import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;

import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.caller.Uuid;

/**
 * Where a snapshot is in the trees of its volume. Each holds {@link #MOST} at most: those who show
 * a tree nest a level for each snapshot.
 *
 * @param distance its place in its tree, from 1
 */
public record SnapshotPlace(String treeUuid, @Nullable String parentUuid, int distance) {
  /** Snapshots in a tree. */
  public static final int MOST = 100;

  /** The place after all snapshots of a volume that are whole. */
  static SnapshotPlace ofNext(String volumeUuid, DSLContext sql) {
    return after(SnapshotRow.newest(volumeUuid, sql).map(SnapshotRow::uuid), volumeUuid, sql);
  }

  /**
   * The place of one that was made earlier, in milliseconds since 1970: after the one before it.
   */
  public static SnapshotPlace at(long created, String volumeUuid, DSLContext sql) {
    Optional<String> before =
        sql.select(VOLUME_SNAPSHOT.UUID)
            .from(VOLUME_SNAPSHOT)
            .where(VOLUME_SNAPSHOT.VOLUME_UUID.eq(volumeUuid))
            .and(VOLUME_SNAPSHOT.STATUS.eq(SnapshotRow.READY))
            .and(VOLUME_SNAPSHOT.CREATED.lt(created))
            .orderBy(VOLUME_SNAPSHOT.CREATED.desc(), VOLUME_SNAPSHOT.UUID)
            .limit(1)
            .fetchOptional(VOLUME_SNAPSHOT.UUID);
    return after(before, volumeUuid, sql);
  }

  /** The place after a snapshot, in its tree or, if that is full, in a new one. */
  private static SnapshotPlace after(Optional<String> before, String volumeUuid, DSLContext sql) {
    String tree =
        before
            .flatMap(parent ->
                sql.select(VOLUME_SNAPSHOT.TREE_UUID)
                    .from(VOLUME_SNAPSHOT)
                    .where(VOLUME_SNAPSHOT.UUID.eq(parent))
                    .fetchOptional(VOLUME_SNAPSHOT.TREE_UUID))
            .orElse(volumeUuid);
    int there = sql.fetchCount(VOLUME_SNAPSHOT, VOLUME_SNAPSHOT.TREE_UUID.eq(tree));
    return there < MOST
        ? new SnapshotPlace(tree, before.orElse(null), there + 1)
        : new SnapshotPlace(Uuid.random(), null, 1);
  }
}
