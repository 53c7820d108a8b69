package org.strongroom.api.image;

import java.util.List;
import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Deletes an image, or its copies on some storages, as image/deletionPolicy says. */
@Operation(
    summary = "Deletes an image, or its copies on some storages, as image/deletionPolicy says.",
    method = HttpMethod.DELETE,
    path = "/images/{uuid}",
    access = Access.ACCOUNT,
    messagePackage = "org.zstack.header.image",
    command = "image delete")
public record DeleteImage(
    @Parameter(value = "the image", required = true, named = ResourceType.IMAGE) String uuid,
    @Parameter(
            value = "the storages whose copies are meant; none means all",
            named = ResourceType.BACKUP_STORAGE)
        List<String> backupStorageUuids,
    @Parameter(
            value =
                "Permissive stops at the first thing that cannot be done; Enforcing goes through"
                    + " and records what it had to leave",
            choices = {"Permissive", "Enforcing"},
            defaultValue = "Permissive")
        String deleteMode)
    implements Request<EmptyReply> {}
