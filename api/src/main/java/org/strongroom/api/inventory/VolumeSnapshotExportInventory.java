package org.strongroom.api.inventory;

import java.time.Instant;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** A volume snapshot that is served by NBD for a while. */
@Inventory(schema = "org.zstack.header.storage.snapshot.VolumeSnapshotExportInventory")
public record VolumeSnapshotExportInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("the snapshot") String volumeSnapshotUuid,
    @Field("the storage whose copy is read") String backupStorageUuid,
    @Field("where it is read; whoever knows it may read the disk") String nbdUrl,
    @Field("bytes of the disk") long size,
    @Field("when it was opened") Instant createDate,
    @Field("when it ends by itself") Instant expiredDate) {}
