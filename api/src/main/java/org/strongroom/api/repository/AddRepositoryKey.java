package org.strongroom.api.repository;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/**
 * Lets a further password open the repository on a backup storage: one that administrators keep for
 * the day on which this server is lost. It is kept nowhere here. One that is there already is
 * answered as it is.
 */
@Operation(
    summary =
        "Lets a further password open the repository on a backup storage: a recovery key, which"
            + " administrators keep for the day on which this server is lost. It is kept nowhere here."
            + " One that is there already is answered as it is.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    since = "1.0",
    command = "backup-storage add-repository-key")
public record AddRepositoryKey(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid,
    @Parameter(
            value = "the further password, of 12 characters at least; whoever has it reads all",
            required = true,
            maxLength = 1024,
            secret = true)
        String password)
    implements Request<AddRepositoryKey.Reply> {
  /**
   * What names it.
   *
   * @param keyId the id of its key file, with which it is removed
   */
  public record Reply(String uuid, String keyId) {}
}
