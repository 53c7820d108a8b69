package org.strongroom.api.snapshot;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeSnapshotInventory;

/** Makes one more copy of a volume snapshot, without reading its volume. */
@Operation(
    summary =
        "Makes one more copy of a volume snapshot on a backup storage, from a good copy or from"
            + " where the snapshot was registered. Only blocks that the storage has not are sent;"
            + " a damaged copy there is replaced.",
    method = HttpMethod.PUT,
    path = "/volume-snapshots/{uuid}/actions",
    messagePackage = "org.zstack.header.storage.snapshot",
    timeoutSeconds = 259200,
    command = "snapshot backup")
public record BackupVolumeSnapshot(
    @Parameter(value = "the snapshot", required = true, resource = ResourceType.VOLUME_SNAPSHOT)
        String uuid,
    @Parameter(
            value =
                "the storage that gets the copy; without it one that has none yet, has earlier"
                    + " snapshots of the volume or else the most room, and is attached to its zone",
            resource = ResourceType.BACKUP_STORAGE)
        @Nullable String backupStorageUuid,
    @Parameter(
            value =
                "bytes in a second that go to or come from storages at most, 1024 or more; without"
                    + " it as many as the setting repository/bandwidth.limit allows",
            min = 1024)
        @Nullable Long bandwidthLimit)
    implements Request<InventoryReply<VolumeSnapshotInventory>> {}
