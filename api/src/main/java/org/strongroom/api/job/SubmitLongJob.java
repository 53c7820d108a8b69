package org.strongroom.api.job;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.LongJobInventory;

/** Starts an operation as a job that can be watched. */
@Operation(
    summary = "Starts an operation as a job that can be watched.",
    method = HttpMethod.POST,
    path = "/longjobs",
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.longjob")
public record SubmitLongJob(
    @Parameter(value = "what to call it", maxLength = 255) @Nullable String name,
    @Parameter(value = "more about it", maxLength = 2048) @Nullable String description,
    @Parameter(
            value = "the operation, such as APIAddImageMsg or AddImage",
            required = true,
            maxLength = 255)
        String jobName,
    @Parameter(value = "its parameters as JSON text", required = true, maxLength = 65536)
        String jobData,
    @Parameter(value = "a resource that the job is about", maxLength = 32)
        @Nullable String targetResourceUuid,
    NewResource resource)
    implements Request<InventoryReply<LongJobInventory>> {}
