package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;

/** A zone: where resources of a cloud live; backup storages are attached to it. */
@Inventory(
    schema = "org.zstack.header.zone.ZoneInventory",
    relations = {
      @Relation(name = "backupStorage", inventory = BackupStorageInventory.class),
      @Relation(name = "volume", inventory = VolumeInventory.class)
    })
public record ZoneInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("its name") String name,
    @Field("more about it") @Nullable String description,
    @Field(
            value = "what the administrator wants",
            choices = {"Enabled", "Disabled"})
        String state,
    @Field("always zstack") String type,
    @Field("whether it is the default zone") boolean isDefault,
    @Field("when it was made") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate) {}
