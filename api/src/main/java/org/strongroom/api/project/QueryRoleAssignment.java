package org.strongroom.api.project;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.RoleAssignmentInventory;

/** Finds the roles that accounts have in projects. */
@Operation(
    summary = "Finds the roles that accounts have in projects.",
    method = HttpMethod.GET,
    path = "/role-assignments",
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0",
    command = "role list")
public record QueryRoleAssignment(Query query)
    implements Request<QueryReply<RoleAssignmentInventory>> {}
