package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeSnapshotTreeTable.VOLUME_SNAPSHOT_TREE;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeSnapshotBackupStorageRefInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.server.query.Join;
import org.strongroom.server.query.Mapping;

final class VolumeSnapshotMapping {
  private VolumeSnapshotMapping() {}

  static Mapping<VolumeSnapshotInventory> mapping(
      Mapping<VolumeSnapshotBackupStorageRefInventory> copies) {
    return Tags.on(
            Mapping.of(VolumeSnapshotInventory.class, VOLUME_SNAPSHOT),
            ResourceType.VOLUME_SNAPSHOT,
            VOLUME_SNAPSHOT.UUID)
        .uuid("uuid", VOLUME_SNAPSHOT.UUID)
        .text("name", VOLUME_SNAPSHOT.NAME)
        .text("description", VOLUME_SNAPSHOT.DESCRIPTION)
        .text("type", VOLUME_SNAPSHOT.TYPE)
        .uuid("volumeUuid", VOLUME_SNAPSHOT.VOLUME_UUID)
        .uuid("treeUuid", VOLUME_SNAPSHOT.TREE_UUID)
        .uuid("parentUuid", VOLUME_SNAPSHOT.PARENT_UUID)
        .uuid("primaryStorageUuid", VOLUME_SNAPSHOT.PRIMARY_STORAGE_UUID)
        .text("primaryStorageInstallPath", VOLUME_SNAPSHOT.PRIMARY_STORAGE_INSTALL_PATH)
        .text("volumeType", VOLUME_SNAPSHOT.VOLUME_TYPE)
        .text("format", VOLUME_SNAPSHOT.FORMAT)
        .bool("latest", VOLUME_SNAPSHOT.LATEST)
        .number("size", VOLUME_SNAPSHOT.SIZE)
        .number("distance", VOLUME_SNAPSHOT.DISTANCE)
        .text("state", VOLUME_SNAPSHOT.STATE)
        .text("status", VOLUME_SNAPSHOT.STATUS)
        .instant("createDate", VOLUME_SNAPSHOT.CREATED)
        .instant("lastOpDate", VOLUME_SNAPSHOT.UPDATED)
        .list("backupStorageRefs", copies, VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID)
        .uuid("groupUuid", VOLUME_SNAPSHOT.GROUP_UUID)
        .related("volume", Join.direct(VOLUME_SNAPSHOT.VOLUME_UUID, VOLUME.UUID))
        .related("tree", Join.direct(VOLUME_SNAPSHOT.TREE_UUID, VOLUME_SNAPSHOT_TREE.UUID))
        .related(
            "primaryStorage",
            Join.direct(VOLUME_SNAPSHOT.PRIMARY_STORAGE_UUID, VOLUME_SNAPSHOT.PRIMARY_STORAGE_UUID))
        .related("group", Join.direct(VOLUME_SNAPSHOT.GROUP_UUID, VOLUME_SNAPSHOT.GROUP_UUID))
        .related(
            "backupStorage",
            Join.through(
                VOLUME_SNAPSHOT.UUID,
                VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID,
                VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID,
                BACKUP_STORAGE.UUID))
        .related(
            "backupStorageRef",
            Join.direct(VOLUME_SNAPSHOT.UUID, VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID))
        .ownership(SnapshotTreeMappings.ownOrNobodys(VOLUME_SNAPSHOT.ACCOUNT_UUID))
        .madeAt(VOLUME_SNAPSHOT.CREATED)
        .key(VOLUME_SNAPSHOT.UUID)
        .done();
  }
}
