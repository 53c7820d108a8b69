package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** An entry of the audit log: one call that changes something, or was refused. */
@Inventory(schema = "org.strongroom.header.audit.AuditInventory")
public record AuditInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("when the call came") Instant time,
    @Field("when its job ended; missing while it runs") @Nullable Instant finished,
    @Field("the account that called") @Nullable String accountUuid,
    @Field("the name of that account, as long as it is there") @Nullable String accountName,
    @Field("the address that the call came from") @Nullable String sourceAddress,
    @Field("the operation") String operation,
    @Field("the resource it is about") @Nullable String resourceUuid,
    @Field("Accepted, Succeeded, or the code of the error") String outcome,
    @Field("the error in words") @Nullable String details,
    @Field("the request that brought it") @Nullable String requestId,
    @Field("the job that answers it") @Nullable String jobUuid) {}
