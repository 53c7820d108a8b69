package org.strongroom.api.repository;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Tells the password of the repository on a backup storage, for stock restic. */
@Operation(
    summary =
        "Tells the password of the repository on a backup storage, with which stock restic reads"
            + " all volume snapshots there. Who asked is in the audit log.",
    method = HttpMethod.GET,
    path = "/backup-storage/{uuid}/repository-password",
    mode = Mode.SYNC,
    since = "1.0",
    command = "backup-storage repository-password")
public record GetRepositoryPassword(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid)
    implements Request<GetRepositoryPassword.Reply> {
  /**
   * What stock restic has to be told.
   *
   * @param repository where the repository is, in restic's words
   * @param command a line that lists its snapshots; restic asks for the password, or takes it from
   *     RESTIC_PASSWORD
   */
  public record Reply(String password, String repository, String command) {}
}
