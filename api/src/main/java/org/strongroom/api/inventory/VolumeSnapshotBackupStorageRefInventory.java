package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
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
    @Field("path on the storage") String installPath,
    @Field(
            value = "where it is in its life",
            choices = {"Creating", "Ready", "Damaged"})
        String status,
    @Field("its id in the repository, for stock restic") @Nullable String snapshotId,
    @Field("its file there, where stock restic has backed up others with it") @Nullable String file,
    @Field("bytes of the disk") @Nullable Long logicalSize,
    @Field("bytes of it that no snapshot on the storage had before") @Nullable Long newSize,
    @Field("bytes that the storage got for it") @Nullable Long storedSize,
    @Field("when all of it was last proved right") @Nullable Instant lastVerified,
    @Field("what was found damaged or missing") @Nullable String damage) {}
