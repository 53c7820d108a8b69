package org.strongroom.api.repository;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Lists the keys of the repository on a backup storage, each of which is a password. */
@Operation(
    summary =
        "Lists the keys of the repository on a backup storage, each of which is a password: that of"
            + " this server, recovery keys, and those that stock restic has added.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    since = "1.0",
    command = "backup-storage repository-keys")
public record GetRepositoryKeys(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid)
    implements Request<GetRepositoryKeys.Reply> {
  /** The keys, in no order. */
  public record Reply(String uuid, List<Key> keys) {}

  /**
   * A key.
   *
   * @param id of its file
   * @param createDate as its file says; null, as the names, for a file that cannot be read
   * @param own whether it is the one of this server
   */
  public record Key(
      String id,
      @Nullable Instant createDate,
      @Nullable String username,
      @Nullable String hostname,
      boolean own) {}
}
