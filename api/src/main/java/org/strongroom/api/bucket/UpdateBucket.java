package org.strongroom.api.bucket;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BucketInventory;

/** Changes a bucket; new access is tried first. */
@Operation(
    summary = "Changes a bucket; new access is tried first.",
    method = HttpMethod.PUT,
    path = "/buckets/{uuid}/actions",
    since = "1.0",
    command = "bucket update")
public record UpdateBucket(
    @Parameter(value = "the bucket", required = true, resource = ResourceType.BUCKET) String uuid,
    @Parameter(value = "what to call it; unique in its project", maxLength = 255)
        @Nullable String name,
    @Parameter(
            value =
                "the bucket's name in the object store; another one has to have the OVAs that are"
                    + " known, and this one no images and no volume snapshots",
            maxLength = 255)
        @Nullable String bucketName,
    @Parameter(value = "url of the object store", maxLength = 2048) @Nullable String endpoint,
    @Parameter(value = "region that requests are signed for", maxLength = 64)
        @Nullable String region,
    @Parameter(value = "access key", maxLength = 255) @Nullable String accessKey,
    @Parameter(value = "secret of the access key", maxLength = 1024, secret = true)
        @Nullable String secretKey,
    @Parameter(
            value = "IBM Cloud API key, in place of access key and secret",
            maxLength = 1024,
            secret = true)
        @Nullable String apiKey,
    @Parameter(value = "url where tokens are given for the API key", maxLength = 2048)
        @Nullable String authEndpoint,
    @Parameter(value = "CRN of the service instance", maxLength = 2048)
        @Nullable String resourceCrn)
    implements Request<InventoryReply<BucketInventory>> {}
