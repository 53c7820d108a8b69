package org.strongroom.api.inventory;

import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;

/** A copy of a volume snapshot on one storage. */
@Inventory(
    schema = "org.zstack.header.storage.snapshot.VolumeSnapshotBackupStorageRefInventory",
    relations = {
      @Relation(name = "volumeSnapshot", inventory = VolumeSnapshotInventory.class),
      @Relation(name = "backupStorage", inventory = BackupStorageInventory.class)
    })
public record VolumeSnapshotBackupStorageRefInventory(
    @Field("the snapshot") String volumeSnapshotUuid,
    @Field("the storage") String backupStorageUuid,
    @Field("path on the storage") String installPath) {}
