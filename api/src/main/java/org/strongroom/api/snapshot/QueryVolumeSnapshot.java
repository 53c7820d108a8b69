package org.strongroom.api.snapshot;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.VolumeSnapshotInventory;

/** Finds volume snapshots. */
@Operation(
    summary = "Finds volume snapshots.",
    method = HttpMethod.GET,
    path = {"/volume-snapshots", "/volume-snapshots/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.storage.snapshot",
    command = "snapshot list")
public record QueryVolumeSnapshot(Query query)
    implements Request<QueryReply<VolumeSnapshotInventory>> {}
