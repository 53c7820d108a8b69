package org.strongroom.api.imagebackup;

import org.strongroom.api.InventoryReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.ImageBackupTaskInventory;

/** Tells how far a task on an image backup is. */
@Operation(
    summary = "Tells how far a task on an image backup is.",
    method = HttpMethod.GET,
    path = "/image-backups/tasks/{uuid}",
    mode = Mode.SYNC,
    access = Access.ACCOUNT,
    since = "1.0",
    command = "image-backup progress")
public record GetImageBackupTask(
    @Parameter(value = "the task, which is the job", required = true, named = ResourceType.LONG_JOB)
        String uuid)
    implements Request<InventoryReply<ImageBackupTaskInventory>> {}
