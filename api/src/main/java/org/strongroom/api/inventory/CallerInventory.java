package org.strongroom.api.inventory;

import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** Whose session a call is made with. */
@Inventory(schema = "org.strongroom.header.identity.CallerInventory")
public record CallerInventory(
    @Field(value = "the account", since = "1.0") String accountUuid,
    @Field(value = "its name", since = "1.0") String accountName,
    @Field(
            value = "what it may do",
            choices = {"SystemAdmin", "Normal"},
            since = "1.0")
        String type) {}
