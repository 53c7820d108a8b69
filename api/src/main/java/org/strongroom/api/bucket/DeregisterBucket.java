package org.strongroom.api.bucket;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Deregisters a bucket; its objects stay where they are. */
@Operation(
    summary = "Deregisters a bucket; its objects stay where they are.",
    method = HttpMethod.DELETE,
    path = "/buckets/{uuid}",
    since = "1.0",
    command = "bucket deregister")
public record DeregisterBucket(
    @Parameter(value = "the bucket", required = true, named = ResourceType.BUCKET) String uuid,
    @Parameter(
            value = "also if image backups have their only OVA in it; they go from the catalog",
            defaultValue = "false")
        boolean force)
    implements Request<EmptyReply> {}
