package org.strongroom.api.inventory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;

/** A volume snapshot; backups of it are its copies on storages. */
@Inventory(
    schema = "org.zstack.header.storage.snapshot.VolumeSnapshotInventory",
    relations = {
      @Relation(name = "volume", inventory = VolumeInventory.class),
      @Relation(name = "tree", inventory = VolumeSnapshotTreeInventory.class),
      @Relation(name = "primaryStorage", inventory = PrimaryStorageInventory.class),
      @Relation(name = "group", inventory = VolumeSnapshotGroupInventory.class),
      @Relation(name = "backupStorage", inventory = BackupStorageInventory.class),
      @Relation(
          name = "backupStorageRef",
          inventory = VolumeSnapshotBackupStorageRefInventory.class)
    })
public record VolumeSnapshotInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("its name") String name,
    @Field("more about it") @Nullable String description,
    @Field("kind of snapshot") String type,
    @Field("the volume") @Nullable String volumeUuid,
    @Field("the tree of snapshots it is in") @Nullable String treeUuid,
    @Field("the snapshot before it in its tree") @Nullable String parentUuid,
    @Field("where the snapshot itself lies") @Nullable String primaryStorageUuid,
    @Field("path there") @Nullable String primaryStorageInstallPath,
    @Field("kind of volume") @Nullable String volumeType,
    @Field("format of the bytes") @Nullable String format,
    @Field("whether it is the newest of its volume") boolean latest,
    @Field("size in bytes") long size,
    @Field("its place in its tree, from 1") int distance,
    @Field(
            value = "what the administrator wants",
            choices = {"Enabled", "Disabled"})
        String state,
    @Field("where it is in its life") String status,
    @Field("when it was made") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate,
    @Field("its copies") List<VolumeSnapshotBackupStorageRefInventory> backupStorageRefs,
    @Field("the group it was taken in") @Nullable String groupUuid) {}
