package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;

/** Somebody who is told when something needs a hand. */
@Inventory(
    schema = "org.strongroom.notification.NotificationTargetInventory",
    relations = @Relation(name = "delivery", inventory = NotificationDeliveryInventory.class))
public record NotificationTargetInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("its name") String name,
    @Field("more about it") @Nullable String description,
    @Field(
            value = "how it is told",
            choices = {"Mail", "WebHook"})
        String type,
    @Field(
            value = "whether it is told",
            choices = {"Enabled", "Disabled"})
        String state,
    @Field("what it is told, separated by commas") String kinds,
    @Field("the SMTP server with its port, or the server of the url") String address,
    @Field(
            value = "of mail: how the connection is kept secret",
            choices = {"StartTls", "Tls", "None"})
        @Nullable String security,
    @Field("of mail: whom the server logs in as") @Nullable String username,
    @Field("of mail: address of the sender") @Nullable String sender,
    @Field("of mail: addresses of the recipients, separated by commas") @Nullable String recipients,
    @Field("when it was made") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate) {}
