package org.strongroom.api.inventory;

import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;

/** Where the snapshots themselves lie, as far as they say so: primary storages are not managed. */
@Inventory(
    schema = "org.zstack.header.storage.primary.PrimaryStorageInventory",
    relations = @Relation(name = "volumeSnapshot", inventory = VolumeSnapshotInventory.class))
public record PrimaryStorageInventory(@Field("its uuid") String uuid) {}
