package org.strongroom.api.managementnode;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;

/** Finds management nodes. */
@Operation(
    summary = "Finds management nodes.",
    method = HttpMethod.GET,
    path = {"/management-nodes", "/management-nodes/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.managementnode",
    command = "server list")
public record QueryManagementNode(Query query)
    implements Request<QueryReply<ManagementNodeInventory>> {}
