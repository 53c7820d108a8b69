package org.strongroom.api.bucket;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.BucketInventory;

/** Finds buckets. */
@Operation(
    summary = "Finds buckets.",
    method = HttpMethod.GET,
    path = {"/buckets", "/buckets/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0",
    command = "bucket list")
public record QueryBucket(Query query) implements Request<QueryReply<BucketInventory>> {}
