package org.strongroom.api.inventory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;

/** How far a task on an image backup is. */
@Inventory(schema = "org.strongroom.imagebackup.ImageBackupTaskInventory")
public record ImageBackupTaskInventory(
    @Field("the task, which is the job") String uuid,
    @Field("the image backup") @Nullable String imageBackupUuid,
    @Field("the operation") String operation,
    @Field(
            value = "how it stands",
            choices = {"running", "succeeded", "failed", "canceled"})
        String status,
    @Field("per cent that are done") int progress,
    @Field("what it is doing") @Nullable String step,
    @Field("when it began") Instant startDate,
    @Field("when it ended") @Nullable Instant endDate,
    @Field("why it failed") @Nullable String failReason,
    @Field("the images that it made") List<String> imageUuids) {}
