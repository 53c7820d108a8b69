package org.strongroom.api.repository;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;
import org.strongroom.api.backupstorage.RescanBackupStorage.Findings;

/**
 * Takes a restic repository over that lies in the directory {@code repository} of a backup storage:
 * of a Strongroom server that has lost its catalog, or of stock restic.
 */
@Operation(
    summary =
        "Takes a restic repository over that lies in the directory 'repository' of a backup storage,"
            + " of a Strongroom server that has lost its catalog or of stock restic: its disks become"
            + " volume snapshots. What else is in it stays as it is.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    since = "1.0",
    timeoutSeconds = 86_400,
    command = "backup-storage import-repository")
public record ImportRepository(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid,
    @Parameter(
            value = "the password of the repository, which is kept encrypted",
            required = true,
            maxLength = 4096,
            secret = true)
        String password,
    @Parameter(value = "only tell what would be taken in", defaultValue = "false") boolean dryRun)
    implements Request<ImportRepository.Reply> {

  /**
   * What was found.
   *
   * @param adopted disks that are volume snapshots now, or would be after a dry run
   * @param left snapshots of restic that hold no disk, and those that cannot be taken in: they stay
   *     as they are
   */
  public record Reply(String uuid, boolean dryRun, Findings adopted, Findings left) {}
}
