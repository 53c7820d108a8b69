package org.strongroom.api.schedule;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ScheduleInventory;

/** Changes when something is done by itself. */
@Operation(
    summary = "Changes a schedule; what is not named stays, a run that has begun goes on.",
    method = HttpMethod.PUT,
    path = "/schedules/{uuid}/actions",
    since = "1.0",
    command = "schedule update")
public record UpdateSchedule(
    @Parameter(value = "the schedule", required = true, resource = ResourceType.SCHEDULE)
        String uuid,
    @Parameter(value = "what to call it", maxLength = 255) @Nullable String name,
    @Parameter("more about it") @Nullable String description,
    @Parameter(
            value = "when: minute, hour, day of the month, month and day of the week as in crontab",
            maxLength = 255)
        @Nullable String cron,
    @Parameter(value = "where it is that time, such as Europe/Berlin", maxLength = 64)
        @Nullable String timeZone,
    @Parameter(
            value = "the storage: what is verified or cleaned up, or where the copy goes",
            resource = ResourceType.BACKUP_STORAGE)
        @Nullable String backupStorageUuid,
    @Parameter(
            value =
                "of BackupVolume: how many good snapshots of this schedule are kept; 0 keeps all",
            min = 0,
            max = 10000)
        @Nullable Integer keep)
    implements Request<InventoryReply<ScheduleInventory>> {}
