package org.strongroom.api.bucket;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BucketInventory;

/** Registers a bucket that exists and can be written to. */
@Operation(
    summary = "Registers a bucket that exists and can be written to.",
    method = HttpMethod.POST,
    path = "/buckets",
    since = "1.0",
    command = "bucket register")
public record RegisterBucket(
    @Parameter(
            value = "what to call it; unique in its project",
            required = true,
            maxLength = 255,
            positional = true)
        String name,
    @Parameter(
            value = "with access key and secret, or with an IBM Cloud API key",
            choices = {"s3", "ibm_cos"},
            defaultValue = "s3")
        String type,
    @Parameter(value = "the bucket's name in the object store", required = true, maxLength = 255)
        String bucketName,
    @Parameter(value = "url of the object store", required = true, maxLength = 2048)
        String endpoint,
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
        @Nullable String resourceCrn,
    @Parameter(
            value = "the project that it belongs to; without it that of the token, or admin",
            resource = ResourceType.PROJECT)
        @Nullable String projectUuid,
    NewResource resource)
    implements Request<InventoryReply<BucketInventory>> {}
