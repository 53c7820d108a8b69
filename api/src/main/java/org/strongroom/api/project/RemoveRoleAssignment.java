package org.strongroom.api.project;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Takes a role in a project from an account. */
@Operation(
    summary = "Takes a role in a project from an account.",
    method = HttpMethod.DELETE,
    path = "/role-assignments",
    since = "1.0",
    command = "role remove")
public record RemoveRoleAssignment(
    @Parameter(value = "the account", required = true, named = ResourceType.ACCOUNT)
        String accountUuid,
    @Parameter(value = "the project", required = true, named = ResourceType.PROJECT)
        String projectUuid,
    @Parameter(
            value = "the role",
            required = true,
            choices = {"admin", "reader"},
            positional = true)
        String role)
    implements Request<EmptyReply> {}
