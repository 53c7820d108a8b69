package org.strongroom.api.imagebackup;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Deletes an image backup, its OVA on the node and its object in the bucket. */
@Operation(
    summary = "Deletes an image backup, its OVA on the node and its object in the bucket.",
    method = HttpMethod.DELETE,
    path = "/image-backups/{uuid}",
    timeoutSeconds = 86400,
    since = "1.0",
    command = "image-backup delete")
public record DeleteImageBackup(
    @Parameter(value = "the image backup", required = true, named = ResourceType.IMAGE_BACKUP)
        String uuid,
    @Parameter(
            value =
                "in any status, and also if the node or the bucket can not be reached: what lies"
                    + " there becomes garbage",
            defaultValue = "false")
        boolean force)
    implements Request<EmptyReply> {}
