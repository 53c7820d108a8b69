package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** A bucket of an S3-compatible object store. */
@Inventory(schema = "org.strongroom.bucket.BucketInventory")
public record BucketInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("its name") String name,
    @Field(
            value = "kind of access",
            choices = {"s3", "ibm_cos"})
        String type,
    @Field("the bucket's name in the object store") String bucketName,
    @Field("url of the object store") String endpoint,
    @Field("region that requests are signed for") @Nullable String region,
    @Field("url where tokens are given") @Nullable String authEndpoint,
    @Field("CRN of the service instance") @Nullable String resourceCrn,
    @Field("the project that it belongs to") String projectUuid,
    @Field("when it was made") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate) {}
