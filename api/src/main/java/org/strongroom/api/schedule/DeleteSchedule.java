package org.strongroom.api.schedule;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Has something done by itself no more. */
@Operation(
    summary = "Deletes a schedule; a run that has begun goes on, snapshots that it made stay.",
    method = HttpMethod.DELETE,
    path = "/schedules/{uuid}",
    since = "1.0",
    command = "schedule delete")
public record DeleteSchedule(
    @Parameter(value = "the schedule", required = true, named = ResourceType.SCHEDULE) String uuid)
    implements Request<EmptyReply> {}
