package org.strongroom.api.schedule;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.NewResource;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ScheduleInventory;

/** Has a volume backed up, or a storage verified or cleaned up, again and again. */
@Operation(
    summary =
        "Has a volume backed up, a storage verified or a repository cleaned up at times like those"
            + " of crontab.",
    method = HttpMethod.POST,
    path = "/schedules",
    since = "1.0",
    command = "schedule create")
public record CreateSchedule(
    @Parameter(value = "what to call it", required = true, maxLength = 255, positional = true)
        String name,
    @Parameter(
            value = "what is done",
            required = true,
            choices = {"BackupVolume", "VerifyBackupStorage", "CleanRepository"})
        String operation,
    @Parameter(
            value =
                "when: minute, hour, day of the month, month and day of the week as in crontab;"
                    + " '30 2 * * *' is each night at half past two, '0 4 * * SAT' Saturdays at"
                    + " four",
            required = true,
            maxLength = 255)
        String cron,
    @Parameter(
            value = "where it is that time, such as Europe/Berlin; the server's zone without it",
            maxLength = 64)
        @Nullable String timeZone,
    @Parameter(value = "of BackupVolume: the volume", resource = ResourceType.VOLUME)
        @Nullable String volumeUuid,
    @Parameter(
            value =
                "the storage: what is verified or cleaned up; of BackupVolume where the copy goes,"
                    + " each time chosen as BackupVolume does without it",
            resource = ResourceType.BACKUP_STORAGE)
        @Nullable String backupStorageUuid,
    @Parameter(
            value =
                "of BackupVolume: how many good snapshots of this schedule are kept, the oldest go"
                    + " after the next one is there; 0 keeps all",
            min = 0,
            max = 10000,
            defaultValue = "0")
        int keep,
    @Parameter("more about it") @Nullable String description,
    NewResource resource)
    implements Request<InventoryReply<ScheduleInventory>> {}
