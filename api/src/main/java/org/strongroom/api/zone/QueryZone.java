package org.strongroom.api.zone;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.ZoneInventory;

/** Finds zones. */
@Operation(
    summary = "Finds zones.",
    method = HttpMethod.GET,
    path = {"/zones", "/zones/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.zone",
    command = "zone list")
public record QueryZone(Query query) implements Request<QueryReply<ZoneInventory>> {}
