package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** An image backup: an OVA on a backup node, in a bucket, or in both. */
@Inventory(schema = "org.strongroom.imagebackup.ImageBackupInventory")
public record ImageBackupInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("its name") String name,
    @Field("more about it") @Nullable String description,
    @Field("the project that it belongs to") String projectUuid,
    @Field(
            value = "where it is in its life",
            choices = {
              "creating",
              "exporting",
              "available",
              "importing",
              "uploading",
              "downloading",
              "deleting",
              "error",
              "error_deleting"
            })
        String status,
    @Field("what went wrong last") @Nullable String failReason,
    @Field("the image that it was made from") @Nullable String imageUuid,
    @Field("ties the images of its disks together") @Nullable String groupUuid,
    @Field("number of the backup node that has the OVA") @Nullable Long backupNodeId,
    @Field("the storage that the node is") @Nullable String backupStorageUuid,
    @Field("path of the OVA below the storage's directory") @Nullable String path,
    @Field("bytes of the OVA, 0 until it is there; `diskSize` tells how much goes into it")
        long size,
    @Field("bytes of its disks together") long diskSize,
    @Field("how many disks it has") int diskCount,
    @Field("SHA-256 of the OVA, once it is known") @Nullable String sha256,
    @Field("CPU architecture") @Nullable String architecture,
    @Field("guest operating system") @Nullable String guestOsType,
    @Field("whether it was found by discover") boolean discovered,
    @Field("the bucket that has the OVA") @Nullable String bucketUuid,
    @Field("its object in the bucket") @Nullable String objectName,
    @Field("the latest task on it, which is a job") @Nullable String taskUuid,
    @Field("when it was made") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate) {}
