package org.strongroom.server.volume.record;

import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;

import org.jspecify.annotations.Nullable;
import org.strongroom.server.catalog.Transaction;

/**
 * A volume snapshot that comes into the catalog.
 *
 * @param volume that it shows
 */
public record NewSnapshot(
    String uuid,
    String name,
    @Nullable String description,
    VolumeRow volume,
    String status,
    long created) {

  /** Writes its row, after the newest one of its volume. */
  public static void insert(NewSnapshot snapshot, Transaction transaction) {
    VolumeRow volume = snapshot.volume();
    SnapshotPlace place = SnapshotPlace.ofNext(volume.uuid(), transaction.sql());
    transaction
        .sql()
        .insertInto(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.UUID, snapshot.uuid())
        .set(VOLUME_SNAPSHOT.NAME, snapshot.name())
        .set(VOLUME_SNAPSHOT.DESCRIPTION, snapshot.description())
        .set(VOLUME_SNAPSHOT.TYPE, "Storage")
        .set(VOLUME_SNAPSHOT.VOLUME_UUID, volume.uuid())
        .set(VOLUME_SNAPSHOT.TREE_UUID, place.treeUuid())
        .set(VOLUME_SNAPSHOT.PARENT_UUID, place.parentUuid())
        .set(VOLUME_SNAPSHOT.VOLUME_TYPE, volume.type())
        .set(VOLUME_SNAPSHOT.FORMAT, "raw")
        .set(VOLUME_SNAPSHOT.LATEST, false)
        .set(VOLUME_SNAPSHOT.SIZE, volume.size())
        .set(VOLUME_SNAPSHOT.DISTANCE, place.distance())
        .set(VOLUME_SNAPSHOT.STATE, "Enabled")
        .set(VOLUME_SNAPSHOT.STATUS, snapshot.status())
        .set(VOLUME_SNAPSHOT.ACCOUNT_UUID, volume.accountUuid())
        .set(VOLUME_SNAPSHOT.REPOSITORY_HOST, volume.repositoryHost())
        .set(VOLUME_SNAPSHOT.CREATED, snapshot.created())
        .set(VOLUME_SNAPSHOT.UPDATED, snapshot.created())
        .execute();
  }

  /** It is the latest one of its volume, and no other one is. */
  public static void becomesLatest(String uuid, String volumeUuid, Transaction transaction) {
    transaction
        .sql()
        .update(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.LATEST, false)
        .where(VOLUME_SNAPSHOT.VOLUME_UUID.eq(volumeUuid))
        .and(VOLUME_SNAPSHOT.LATEST.isTrue())
        .execute();
    transaction
        .sql()
        .update(VOLUME_SNAPSHOT)
        .set(VOLUME_SNAPSHOT.LATEST, true)
        .where(VOLUME_SNAPSHOT.UUID.eq(uuid))
        .execute();
  }
}
