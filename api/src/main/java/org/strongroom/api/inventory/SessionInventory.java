package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** A session. */
@Inventory(schema = "org.zstack.header.identity.SessionInventory")
public record SessionInventory(
    @Field("its uuid, 32 hexadecimal digits; only in the answer to logging in")
        @Nullable String uuid,
    @Field("the account") String accountUuid,
    @Field("the user, which is the account") String userUuid,
    @Field("always AccountSession") String userType,
    @Field("when it ends unless it is used") Instant expiredDate,
    @Field("when it was opened") Instant createDate) {}
