package org.strongroom.api.job;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.LongJobInventory;

/** Cancels a running call and takes back what it did. */
@Operation(
    summary = "Cancels a running call and takes back what it did.",
    method = HttpMethod.PUT,
    path = "/api-jobs/{uuid}/actions",
    access = Access.ACCOUNT,
    since = "1.0",
    command = "job cancel")
public record CancelApiJob(
    @Parameter(value = "the job", required = true, resource = ResourceType.LONG_JOB) String uuid)
    implements Request<InventoryReply<LongJobInventory>> {}
