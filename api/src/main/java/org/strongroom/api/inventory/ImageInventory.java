package org.strongroom.api.inventory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;

/** An image; its bytes lie in its copies on storages. */
@Inventory(
    schema = "org.zstack.header.image.ImageInventory",
    relations = {
      @Relation(name = "backupStorage", inventory = BackupStorageInventory.class),
      @Relation(name = "backupStorageRef", inventory = ImageBackupStorageRefInventory.class)
    })
public record ImageInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("its name") String name,
    @Field("more about it") @Nullable String description,
    @Field(
            value = "what the administrator wants",
            choices = {"Enabled", "Disabled"})
        String state,
    @Field(
            value = "where it is in its life; Damaged: it has copies, and none of them is good",
            choices = {"Creating", "Downloading", "Ready", "Damaged", "Deleted"})
        String status,
    @Field("virtual size in bytes: what a guest sees") long size,
    @Field(
            "real size in bytes: the length of a copy's file; of a raw one without its runs of"
                + " zeros, which take no room on a storage")
        long actualSize,
    @Field("MD5 of the bytes, if it is known") @Nullable String md5Sum,
    @Field(value = "SHA-256 of the bytes, once they arrived", since = "1.0")
        @Nullable String sha256,
    @Field("where it came from, without password") String url,
    @Field(
            value = "what it is good for",
            choices = {"RootVolumeTemplate", "ISO", "DataVolumeTemplate"})
        String mediaType,
    @Field("guest operating system") @Nullable String guestOsType,
    @Field("always zstack") String type,
    @Field(
            value = "operating system family",
            choices = {"Linux", "Windows", "Other", "Paravirtualization", "WindowsVirtio"})
        @Nullable String platform,
    @Field("CPU architecture") @Nullable String architecture,
    @Field("format of the bytes") @Nullable String format,
    @Field("image of a system virtual machine") boolean system,
    @Field("whether the guest has virtio drivers") boolean virtio,
    @Field(
            value = "the group of images that came from one OVA, each a disk of one machine",
            since = "1.0")
        @Nullable String groupUuid,
    @Field(value = "its place in the boot order of the group, from 0", since = "1.0")
        @Nullable Integer bootOrder,
    @Field("when it was made") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate,
    @Field("its copies") List<ImageBackupStorageRefInventory> backupStorageRefs,
    @Field("its system tags") List<String> systemTags) {}
