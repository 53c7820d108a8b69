package org.strongroom.api.repository;

import org.strongroom.api.EmptyReply;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Removes a key of the repository on a backup storage: its password opens it no more. */
@Operation(
    summary =
        "Removes a key of the repository on a backup storage, after which its password opens it no"
            + " more. The key of this server stays: ChangeRepositoryPassword replaces it.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    since = "1.0",
    command = "backup-storage remove-repository-key")
public record RemoveRepositoryKey(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid,
    @Parameter(
            value = "the id of the key, as GetRepositoryKeys lists it",
            required = true,
            maxLength = 64)
        String keyId)
    implements Request<EmptyReply> {}
