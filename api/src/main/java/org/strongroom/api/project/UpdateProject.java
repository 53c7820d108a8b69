package org.strongroom.api.project;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ProjectInventory;

/** Changes a project. */
@Operation(
    summary = "Changes a project.",
    method = HttpMethod.PUT,
    path = "/projects/{uuid}/actions",
    since = "1.0",
    command = "project update")
public record UpdateProject(
    @Parameter(value = "the project", required = true, resource = ResourceType.PROJECT) String uuid,
    @Parameter(value = "what to call it; unique", maxLength = 64) @Nullable String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter("whether tokens are given for it") @Nullable Boolean enabled)
    implements Request<InventoryReply<ProjectInventory>> {}
