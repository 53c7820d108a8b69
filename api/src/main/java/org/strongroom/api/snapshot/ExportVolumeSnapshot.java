package org.strongroom.api.snapshot;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeSnapshotExportInventory;

/** Serves the disk of a volume snapshot read-only by NBD, at once. */
@Operation(
    summary =
        "Serves the disk of a volume snapshot read-only by NBD, at once: QEMU boots from it, and"
            + " qemu-img and nbdcopy read it, while nothing was restored. It ends by call, after a"
            + " time, with the snapshot, and when the server stops.",
    method = HttpMethod.PUT,
    path = "/volume-snapshots/{uuid}/actions",
    mode = Mode.SYNC,
    since = "1.0",
    command = "snapshot export")
public record ExportVolumeSnapshot(
    @Parameter(value = "the snapshot", required = true, resource = ResourceType.VOLUME_SNAPSHOT)
        String uuid,
    @Parameter(
            value = "the storage whose copy is read; without it one that is good",
            resource = ResourceType.BACKUP_STORAGE)
        @Nullable String backupStorageUuid,
    @Parameter(
            value = "seconds until it ends by itself",
            min = 1,
            max = 2592000,
            defaultValue = "86400")
        int seconds)
    implements Request<InventoryReply<VolumeSnapshotExportInventory>> {}
