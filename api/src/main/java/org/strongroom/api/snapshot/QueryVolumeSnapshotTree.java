package org.strongroom.api.snapshot;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.VolumeSnapshotTreeInventory;

/** Finds trees of volume snapshots. */
@Operation(
    summary =
        "Finds trees of volume snapshots, with the snapshots in them: 10000 in one answer, for more"
            + " limit has to be smaller.",
    method = HttpMethod.GET,
    path = "/volume-snapshots/trees",
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.storage.snapshot",
    command = "snapshot list-trees")
public record QueryVolumeSnapshotTree(Query query)
    implements Request<QueryReply<VolumeSnapshotTreeInventory>> {}
