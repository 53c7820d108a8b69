package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import org.strongroom.api.inventory.VolumeSnapshotBackupStorageRefInventory;
import org.strongroom.server.query.Join;
import org.strongroom.server.query.Mapping;

final class VolumeSnapshotBackupStorageRefMapping {
  private VolumeSnapshotBackupStorageRefMapping() {}

  static Mapping<VolumeSnapshotBackupStorageRefInventory> mapping() {
    return Mapping.of(VolumeSnapshotBackupStorageRefInventory.class, VOLUME_SNAPSHOT_COPY)
        .uuid("volumeSnapshotUuid", VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID)
        .uuid("backupStorageUuid", VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID)
        .text("installPath", VOLUME_SNAPSHOT_COPY.INSTALL_PATH)
        .text("status", VOLUME_SNAPSHOT_COPY.STATUS)
        .text("snapshotId", VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID)
        .text("file", VOLUME_SNAPSHOT_COPY.FILE)
        .number("logicalSize", VOLUME_SNAPSHOT_COPY.LOGICAL_SIZE)
        .number("newSize", VOLUME_SNAPSHOT_COPY.NEW_SIZE)
        .number("storedSize", VOLUME_SNAPSHOT_COPY.STORED_SIZE)
        .instant("lastVerified", VOLUME_SNAPSHOT_COPY.LAST_VERIFIED)
        .text("damage", VOLUME_SNAPSHOT_COPY.DAMAGE)
        .related(
            "volumeSnapshot",
            Join.direct(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID, VOLUME_SNAPSHOT.UUID))
        .related(
            "backupStorage",
            Join.direct(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID, BACKUP_STORAGE.UUID))
        .key(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID, VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID)
        .done();
  }
}
