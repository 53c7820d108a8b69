package org.strongroom.api.snapshot;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeSnapshotInventory;

/** Reads the copies of a volume snapshot and proves that each block is what was stored. */
@Operation(
    summary =
        "Reads the copies of a volume snapshot and proves that each block is what was stored.",
    method = HttpMethod.PUT,
    path = "/volume-snapshots/{uuid}/actions",
    since = "1.0",
    timeoutSeconds = 86400,
    command = "snapshot verify")
public record VerifyVolumeSnapshot(
    @Parameter(value = "the snapshot", required = true, resource = ResourceType.VOLUME_SNAPSHOT)
        String uuid,
    @Parameter(
            value = "the storage whose copy is meant; none means all",
            resource = ResourceType.BACKUP_STORAGE)
        @Nullable String backupStorageUuid,
    @Parameter(
            value =
                "reads and decrypts each block; else the digests of the files that they are in are"
                    + " taken, where they lie if there is a shell",
            defaultValue = "false")
        boolean deep)
    implements Request<InventoryReply<VolumeSnapshotInventory>> {}
