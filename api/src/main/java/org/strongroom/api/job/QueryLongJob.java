package org.strongroom.api.job;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.LongJobInventory;

/** Finds jobs. */
@Operation(
    summary = "Finds jobs.",
    method = HttpMethod.GET,
    path = {"/longjobs", "/longjobs/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.longjob",
    command = "job list")
public record QueryLongJob(Query query) implements Request<QueryReply<LongJobInventory>> {}
