package org.strongroom.api.repository;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/**
 * Brings back the room of blocks that no volume snapshot on a backup storage needs any more.
 * Backups, restores and stock restic go on meanwhile, but for a last step of seconds. What was
 * found dead leaves the storage when the grace ({@code repository/clean.grace}) is over.
 */
@Operation(
    summary =
        "Brings back the room of blocks that no volume snapshot on a backup storage needs any"
            + " more; it comes a day later, when nobody can still read them.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    since = "1.0",
    timeoutSeconds = 7 * 86400,
    command = "backup-storage clean")
public record CleanRepository(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid,
    @Parameter(
            value = "seconds to wait for others who hold the repository locked, stock restic say",
            min = 0,
            max = 86400,
            defaultValue = "600")
        int lockWait)
    implements Request<CleanRepository.Reply> {
  /**
   * What came of it, in bytes of the storage.
   *
   * @param deletedSize of packs that earlier clean-ups found dead, which have gone
   * @param condemnedSize of packs that were found dead now, and go when their grace is over
   * @param movedSize of blocks that were moved out of packs that are hardly used
   * @param repositorySize of all that the repository has now
   * @param uniqueSize of what one snapshot needs alone
   * @param sharedSize of what several snapshots need
   * @param reclaimableSize of what none needs; it goes by and by
   */
  public record Reply(
      String backupStorageUuid,
      long deletedSize,
      long condemnedSize,
      long movedSize,
      long repositorySize,
      long uniqueSize,
      long sharedSize,
      long reclaimableSize) {}
}
