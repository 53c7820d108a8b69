package org.strongroom.api.project;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.ProjectInventory;

/** Creates a project of the domain Default. */
@Operation(
    summary = "Creates a project of the domain Default.",
    method = HttpMethod.POST,
    path = "/projects",
    since = "1.0",
    command = "project create")
public record CreateProject(
    @Parameter(
            value = "what to call it; unique",
            required = true,
            maxLength = 64,
            positional = true)
        String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(value = "whether tokens are given for it", defaultValue = "true") boolean enabled,
    NewResource resource)
    implements Request<InventoryReply<ProjectInventory>> {}
