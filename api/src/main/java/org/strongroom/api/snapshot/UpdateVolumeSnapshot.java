package org.strongroom.api.snapshot;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeSnapshotInventory;

/** Changes what a volume snapshot is called. */
@Operation(
    summary = "Changes what a volume snapshot is called.",
    method = HttpMethod.PUT,
    path = "/volume-snapshots/{uuid}/actions",
    messagePackage = "org.zstack.header.storage.snapshot",
    command = "snapshot update")
public record UpdateVolumeSnapshot(
    @Parameter(value = "the snapshot", required = true, resource = ResourceType.VOLUME_SNAPSHOT)
        String uuid,
    @Parameter(value = "what to call it", maxLength = 255) @Nullable String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description)
    implements Request<InventoryReply<VolumeSnapshotInventory>> {}
