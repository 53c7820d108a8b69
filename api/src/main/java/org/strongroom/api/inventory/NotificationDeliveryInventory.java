package org.strongroom.api.inventory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;

/** Something that is told to somebody, once. */
@Inventory(
    schema = "org.strongroom.notification.NotificationDeliveryInventory",
    relations = @Relation(name = "target", inventory = NotificationTargetInventory.class))
public record NotificationDeliveryInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("who is told") String notificationTargetUuid,
    @Field(
            value = "what it is about",
            choices = {"Capacity", "Damage", "FailedJob", "MissedRun", "StorageAway", "Test"})
        String kind,
    @Field("what is told, in a line") String subject,
    @Field("what is told") String text,
    @Field(
            value = "whether it was told",
            choices = {"Waiting", "Delivered", "Failed"})
        String state,
    @Field("how often it was tried") int attempts,
    @Field("when it is tried next") @Nullable Instant nextAttempt,
    @Field("why it could not be told the last time") @Nullable String lastError,
    @Field("when it happened") Instant createDate,
    @Field("when it was told or given up") @Nullable Instant finishDate) {}
