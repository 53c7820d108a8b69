package org.strongroom.api.inventory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Field;
import org.strongroom.api.Inventory;
import org.strongroom.api.Inventory.Relation;

/** Something that is done by itself, and when. */
@Inventory(
    schema = "org.strongroom.schedule.ScheduleInventory",
    relations = {
      @Relation(name = "volume", inventory = VolumeInventory.class),
      @Relation(name = "backupStorage", inventory = BackupStorageInventory.class)
    })
public record ScheduleInventory(
    @Field("its uuid, 32 hexadecimal digits") String uuid,
    @Field("its name") String name,
    @Field("more about it") @Nullable String description,
    @Field(
            value = "what is done",
            choices = {"BackupVolume", "VerifyBackupStorage", "CleanRepository"})
        String operation,
    @Field("the volume that is backed up") @Nullable String volumeUuid,
    @Field("the storage that is verified or cleaned up, or that the copy goes to")
        @Nullable String backupStorageUuid,
    @Field(
            value = "whether it runs",
            choices = {"Enabled", "Disabled"})
        String state,
    @Field("when: minute, hour, day of the month, month and day of the week as in crontab")
        String cron,
    @Field("where it is that time") String timeZone,
    @Field("how many good snapshots of this schedule are kept; 0 keeps all") int keep,
    @Field("when it runs next; in the past while it waits for others to end")
        @Nullable Instant nextRun,
    @Field("the next ten times") List<Instant> nextRuns,
    @Field("when it ran last, or was to") @Nullable Instant lastRun,
    @Field(
            value = "what came of that; NotStarted if it could not even begin",
            choices = {"Running", "Succeeded", "Failed", "Canceled", "NotStarted"})
        @Nullable String lastResult,
    @Field("why it failed or could not begin") @Nullable String lastError,
    @Field("the job of the last run that began") @Nullable String jobUuid,
    @Field("when it was made") Instant createDate,
    @Field("when it was last changed") Instant lastOpDate) {}
