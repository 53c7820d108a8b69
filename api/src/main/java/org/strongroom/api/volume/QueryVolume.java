package org.strongroom.api.volume;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.VolumeInventory;

/** Finds volumes. */
@Operation(
    summary = "Finds volumes.",
    method = HttpMethod.GET,
    path = {"/volumes", "/volumes/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0",
    command = "volume list")
public record QueryVolume(Query query) implements Request<QueryReply<VolumeInventory>> {}
