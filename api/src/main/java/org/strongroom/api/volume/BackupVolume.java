package org.strongroom.api.volume;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeSnapshotInventory;

/** Backs a volume up: makes a snapshot of it whose copy lies on a backup storage. */
@Operation(
    summary =
        "Backs a volume up: reads it now and makes a snapshot of it whose copy lies on a backup"
            + " storage. What the storage has already is not sent again.",
    method = HttpMethod.PUT,
    path = "/volumes/{uuid}/actions",
    since = "1.0",
    timeoutSeconds = 259200,
    command = "volume backup")
public record BackupVolume(
    @Parameter(value = "the volume", required = true, resource = ResourceType.VOLUME) String uuid,
    @Parameter(
            value =
                "the storage that keeps the copy; without it the one that has an earlier snapshot"
                    + " of the volume, else that with the most room of those attached to its zone",
            resource = ResourceType.BACKUP_STORAGE)
        @Nullable String backupStorageUuid,
    @Parameter(value = "what to call the snapshot; without it as the volume", maxLength = 255)
        @Nullable String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(
            value =
                "bytes in a second that go to or come from storages at most, 1024 or more; without"
                    + " it as many as the setting repository/bandwidth.limit allows",
            min = 1024)
        @Nullable Long bandwidthLimit,
    @Parameter(
            value =
                "a dirty bitmap of QEMU that the volume's NBD export offers: what it does not tell of"
                    + " is not read, if the snapshot before was made with it",
            since = "1.0",
            maxLength = 255)
        @Nullable String bitmap,
    NewResource resource)
    implements Request<InventoryReply<VolumeSnapshotInventory>> {}
