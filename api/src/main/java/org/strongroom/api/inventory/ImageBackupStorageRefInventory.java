package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;

/** A copy of an image on one storage. */
@Inventory(
    schema = "org.zstack.header.image.ImageBackupStorageRefInventory",
    relations = {
      @Relation(name = "image", inventory = ImageInventory.class),
      @Relation(name = "backupStorage", inventory = BackupStorageInventory.class)
    })
public record ImageBackupStorageRefInventory(
    @Field("the image") String imageUuid,
    @Field("the storage") String backupStorageUuid,
    @Field("path on the storage; while an upload is awaited, where to send it") String installPath,
    @Field(
            value = "where it is in its life; Damaged: not served, and not counted as a copy",
            choices = {"Creating", "Downloading", "Ready", "Damaged", "Deleted"})
        String status,
    @Field(value = "SHA-256 of the bytes", since = "1.0") @Nullable String sha256,
    @Field(value = "when it was found damaged or missing; absent while it is good", since = "1.0")
        @Nullable Instant damagedDate,
    @Field(value = "how it is damaged", since = "1.0") @Nullable String damage,
    @Field(value = "when all its bytes last proved to be those that were stored", since = "1.0")
        @Nullable Instant lastVerified,
    @Field("MD5 of an exported copy") @Nullable String exportMd5Sum,
    @Field("url of an exported copy") @Nullable String exportUrl,
    @Field("when it was made") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate) {}
