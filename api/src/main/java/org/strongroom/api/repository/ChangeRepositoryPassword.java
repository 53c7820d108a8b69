package org.strongroom.api.repository;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Gives the repository on a backup storage a new password; the old one opens it no more. */
@Operation(
    summary =
        "Gives the repository on a backup storage a new random password, after which the old one"
            + " opens it no more. Backups and restores go on meanwhile; GetRepositoryPassword tells"
            + " the new one.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    since = "1.0",
    command = "backup-storage change-repository-password")
public record ChangeRepositoryPassword(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid)
    implements Request<EmptyReply> {}
