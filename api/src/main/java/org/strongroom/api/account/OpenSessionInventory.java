package org.strongroom.api.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** Somebody who is logged in. Nobody can use a session by what is told of it here. */
@Inventory(schema = "org.strongroom.identity.OpenSessionInventory")
public record OpenSessionInventory(
    @Field(value = "what it is called here; not what opens it", since = "1.0") String uuid,
    @Field(value = "the account", since = "1.0") String accountUuid,
    @Field(value = "the name of the account", since = "1.0") @Nullable String accountName,
    @Field(
            value = "where it is used",
            since = "1.0",
            choices = {"Api", "Console"})
        String type,
    @Field(value = "the address that it was opened from", since = "1.0")
        @Nullable String sourceAddress,
    @Field(value = "whether this call came with it", since = "1.0") boolean current,
    @Field(value = "when it was opened", since = "1.0") Instant createDate,
    @Field(value = "when it was used last, within a minute", since = "1.0")
        @Nullable Instant lastUseDate,
    @Field(value = "when it ends unless it is used", since = "1.0") Instant expiredDate) {

  /** The same as the session that asks. */
  public OpenSessionInventory asCurrent() {
    return new OpenSessionInventory(
        uuid,
        accountUuid,
        accountName,
        type,
        sourceAddress,
        true,
        createDate,
        lastUseDate,
        expiredDate);
  }
}
