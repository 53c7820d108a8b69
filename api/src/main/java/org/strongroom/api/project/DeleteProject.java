package org.strongroom.api.project;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Deletes a project that owns nothing. */
@Operation(
    summary = "Deletes a project that owns nothing.",
    method = HttpMethod.DELETE,
    path = "/projects/{uuid}",
    since = "1.0",
    command = "project delete")
public record DeleteProject(
    @Parameter(value = "the project", required = true, named = ResourceType.PROJECT) String uuid)
    implements Request<EmptyReply> {}
