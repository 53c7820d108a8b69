package org.strongroom.server.query.mapping;

import static java.util.Objects.requireNonNull;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeSnapshotTreeTable.VOLUME_SNAPSHOT_TREE;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;

import org.jooq.Record;
import org.jooq.TableField;
import org.strongroom.api.inventory.PrimaryStorageInventory;
import org.strongroom.api.inventory.VolumeSnapshotGroupInventory;
import org.strongroom.api.inventory.VolumeSnapshotTreeInventory;
import org.strongroom.server.query.Join;
import org.strongroom.server.query.Mapping;
import org.strongroom.server.query.Ownership;

/** What volume snapshots have in common with others. */
final class SnapshotTreeMappings {
  private SnapshotTreeMappings() {}

  static Mapping<VolumeSnapshotTreeInventory> trees() {
    return Mapping.of(VolumeSnapshotTreeInventory.class, VOLUME_SNAPSHOT_TREE)
        .uuid("uuid", VOLUME_SNAPSHOT_TREE.UUID)
        .uuid("volumeUuid", VOLUME_SNAPSHOT_TREE.VOLUME_UUID)
        .bool("current", VOLUME_SNAPSHOT_TREE.IS_CURRENT)
        .later("tree")
        .instant("createDate", VOLUME_SNAPSHOT_TREE.CREATED)
        .instant("lastOpDate", VOLUME_SNAPSHOT_TREE.UPDATED)
        .related("volume", Join.direct(VOLUME_SNAPSHOT_TREE.VOLUME_UUID, VOLUME.UUID))
        .related("snapshot", Join.direct(VOLUME_SNAPSHOT_TREE.UUID, VOLUME_SNAPSHOT.TREE_UUID))
        .ownership(ownOrNobodys(VOLUME_SNAPSHOT_TREE.ACCOUNT_UUID))
        .madeAt(VOLUME_SNAPSHOT_TREE.CREATED)
        .key(VOLUME_SNAPSHOT_TREE.UUID)
        .done();
  }

  static Mapping<VolumeSnapshotGroupInventory> groups() {
    return Mapping.of(VolumeSnapshotGroupInventory.class, VOLUME_SNAPSHOT)
        .uuid("uuid", VOLUME_SNAPSHOT.GROUP_UUID)
        .only(row -> requireNonNull(row.field(VOLUME_SNAPSHOT.GROUP_UUID)).isNotNull())
        .related(
            "volumeSnapshot", Join.direct(VOLUME_SNAPSHOT.GROUP_UUID, VOLUME_SNAPSHOT.GROUP_UUID))
        .ownership(ownOrNobodys(VOLUME_SNAPSHOT.ACCOUNT_UUID))
        .key(VOLUME_SNAPSHOT.GROUP_UUID)
        .done();
  }

  static Mapping<PrimaryStorageInventory> primaryStorages() {
    var uuid = VOLUME_SNAPSHOT.PRIMARY_STORAGE_UUID;
    return Mapping.of(PrimaryStorageInventory.class, VOLUME_SNAPSHOT)
        .uuid("uuid", uuid)
        .only(row -> requireNonNull(row.field(uuid)).isNotNull())
        .related("volumeSnapshot", Join.direct(uuid, uuid))
        .ownership(ownOrNobodys(VOLUME_SNAPSHOT.ACCOUNT_UUID))
        .key(uuid)
        .done();
  }

  /** Those of no volume that is known here are nobody's. */
  static Ownership ownOrNobodys(TableField<Record, String> owner) {
    return (account, row) -> {
      var column = requireNonNull(row.field(owner));
      return column.eq(account).or(column.isNull());
    };
  }
}
