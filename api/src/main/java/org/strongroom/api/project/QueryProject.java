package org.strongroom.api.project;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.ProjectInventory;

/** Finds projects. */
@Operation(
    summary = "Finds projects.",
    method = HttpMethod.GET,
    path = {"/projects", "/projects/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0",
    command = "project list")
public record QueryProject(Query query) implements Request<QueryReply<ProjectInventory>> {}
