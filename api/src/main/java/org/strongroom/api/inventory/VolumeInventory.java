package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;

/** A disk somewhere that is backed up. */
@Inventory(
    schema = "org.zstack.header.volume.VolumeInventory",
    relations = {
      @Relation(name = "zone", inventory = ZoneInventory.class),
      @Relation(name = "volumeSnapshot", inventory = VolumeSnapshotInventory.class)
    })
public record VolumeInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("its name") String name,
    @Field("more about it") @Nullable String description,
    @Field("the zone that it is in") @Nullable String zoneUuid,
    @Field(
            value = "what it is for its machine",
            choices = {"Root", "Data"})
        String type,
    @Field("format of the bytes at the url") String format,
    @Field("bytes that the guest sees, as last seen") long size,
    @Field("bytes of the file or device at the url, as last seen") long actualSize,
    @Field(
            "where it can be read and restored to, without secrets; none for one that only its"
                + " snapshots in a repository told of")
        @Nullable String url,
    @Field("fingerprint of the key that its SSH server has to show")
        @Nullable String hostKeyFingerprint,
    @Field(
            value = "what the administrator wants",
            choices = {"Enabled", "Disabled"})
        String state,
    @Field(
            value = "where it is in its life; NotInstantiated while nobody has said where it is",
            choices = {"Ready", "NotInstantiated"})
        String status,
    @Field("when it was registered") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate) {}
