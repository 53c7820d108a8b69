package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** An account. */
@Inventory(schema = "org.zstack.header.identity.AccountInventory")
public record AccountInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("its name") String name,
    @Field("more about it") @Nullable String description,
    @Field(
            value = "what it may do",
            choices = {"SystemAdmin", "Normal"})
        String type,
    @Field("when it was made") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate) {}
