package org.strongroom.api.backupstorage;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Deletes a backup storage with the copies of images and volume snapshots on it. */
@Operation(
    summary = "Deletes a backup storage with the copies of images and volume snapshots on it.",
    method = HttpMethod.DELETE,
    path = "/backup-storage/{uuid}",
    messagePackage = "org.zstack.header.storage.backup",
    command = "backup-storage delete")
public record DeleteBackupStorage(
    @Parameter(value = "the storage", required = true, named = ResourceType.BACKUP_STORAGE)
        String uuid,
    @Parameter(
            value =
                "Permissive stops at the first thing that cannot be done; Enforcing goes through"
                    + " and records what it had to leave",
            choices = {"Permissive", "Enforcing"},
            defaultValue = "Permissive")
        String deleteMode)
    implements Request<EmptyReply> {}
