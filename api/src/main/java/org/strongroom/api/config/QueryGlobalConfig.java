package org.strongroom.api.config;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.GlobalConfigInventory;

/** Finds global configurations. */
@Operation(
    summary = "Finds global configurations.",
    method = HttpMethod.GET,
    path = "/global-configurations",
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.core.config",
    command = "config list")
public record QueryGlobalConfig(Query query)
    implements Request<QueryReply<GlobalConfigInventory>> {}
