package org.strongroom.api.inventory;

import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;

/** Snapshots of several volumes that were taken together. */
@Inventory(
    schema = "org.zstack.header.storage.snapshot.group.VolumeSnapshotGroupInventory",
    relations = @Relation(name = "volumeSnapshot", inventory = VolumeSnapshotInventory.class))
public record VolumeSnapshotGroupInventory(@Field("its uuid") String uuid) {}
