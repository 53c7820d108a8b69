package org.strongroom.api.backupstorage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Tells whether a backup storage can be switched off, and what could not be read then. */
@Operation(
    summary =
        "Tells whether a backup storage can be switched off: who still writes, and which images"
            + " have their only good copy there.",
    method = HttpMethod.GET,
    path = "/backup-storage/{uuid}/drain",
    mode = Mode.SYNC,
    since = "1.0",
    command = "backup-storage drain-progress")
public record GetBackupStorageDrain(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid)
    implements Request<GetBackupStorageDrain.Reply> {
  /**
   * How far it is.
   *
   * @param maintenance ReadOnly or Draining; absent without maintenance
   * @param writers jobs that still write to the storage
   * @param writerJobUuids their uuids, the first hundred
   * @param images images with a good copy there
   * @param onlyCopies those of them that have no other good copy on a storage that is Connected
   * @param onlyCopyImageUuids their uuids, the first thousand
   * @param drained whether nobody writes any more
   */
  public record Reply(
      @Nullable String maintenance,
      int writers,
      List<String> writerJobUuids,
      int images,
      int onlyCopies,
      List<String> onlyCopyImageUuids,
      boolean drained,
      boolean success) {}
}
