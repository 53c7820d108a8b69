package org.strongroom.api.project;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.RoleAssignmentInventory;

/** Gives an account a role in a project. */
@Operation(
    summary = "Gives an account a role in a project.",
    method = HttpMethod.POST,
    path = "/role-assignments",
    since = "1.0",
    command = "role add")
public record AddRoleAssignment(
    @Parameter(
            value = "the account, which is the user",
            required = true,
            resource = ResourceType.ACCOUNT)
        String accountUuid,
    @Parameter(value = "the project", required = true, resource = ResourceType.PROJECT)
        String projectUuid,
    @Parameter(
            value = "what it may do there: everything, or read",
            required = true,
            choices = {"admin", "reader"},
            positional = true)
        String role)
    implements Request<InventoryReply<RoleAssignmentInventory>> {}
