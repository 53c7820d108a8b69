package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** A job: work that is not answered at once. */
@Inventory(schema = "org.zstack.header.longjob.LongJobInventory")
public record LongJobInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("what the caller named it") String name,
    @Field("more about it") @Nullable String description,
    @Field("the call it belongs to") String apiId,
    @Field("the operation") String jobName,
    @Field("its parameters without secrets") @Nullable String jobData,
    @Field("its answer or error, as JSON text") @Nullable String jobResult,
    @Field(
            value = "where it is",
            choices = {"Waiting", "Running", "Succeeded", "Failed", "Canceling", "Canceled"})
        String state,
    @Field("the resource it is about") @Nullable String targetResourceUuid,
    @Field(value = "the name that the resource had", since = "1.0")
        @Nullable String targetResourceName,
    @Field(value = "the account that called", since = "1.0") @Nullable String accountUuid,
    @Field(value = "the name of the account that called", since = "1.0")
        @Nullable String accountName,
    @Field(value = "the address that the call came from", since = "1.0")
        @Nullable String sourceAddress,
    @Field("the server that runs it") @Nullable String managementNodeUuid,
    @Field(value = "the step it is at", since = "1.0") @Nullable String step,
    @Field(value = "percent done", since = "1.0") int progress,
    @Field(value = "bytes moved, as far as it moves any", since = "1.0") @Nullable Long bytes,
    @Field(value = "why it failed or was cancelled", since = "1.0") @Nullable String reason,
    @Field("seconds it took") @Nullable Long executeTime,
    @Field(value = "when it was over", since = "1.0") @Nullable Instant finishDate,
    @Field("when it was made") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate) {}
