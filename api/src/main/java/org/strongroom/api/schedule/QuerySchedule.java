package org.strongroom.api.schedule;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.ScheduleInventory;

/** Finds what is done by itself, and when. */
@Operation(
    summary = "Finds schedules, with their next ten runs and what came of the last one.",
    method = HttpMethod.GET,
    path = {"/schedules", "/schedules/{uuid}"},
    mode = Mode.SYNC,
    since = "1.0",
    command = "schedule list")
public record QuerySchedule(Query query) implements Request<QueryReply<ScheduleInventory>> {}
