package org.strongroom.api.backupstorage;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/**
 * Reads what lies on a backup storage and proves that it is what was stored, the oldest proof
 * first. What is not becomes Damaged; what was Damaged and proves right is Ready again.
 */
@Operation(
    summary =
        "Reads what lies on a backup storage and proves that it is what was stored, the oldest"
            + " proof first.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    since = "1.0",
    timeoutSeconds = 30 * 86400,
    command = "backup-storage verify")
public record VerifyBackupStorage(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid,
    @Parameter(
            value = "reads only what was proved more than so many seconds ago; 0 reads all",
            min = 0,
            max = Integer.MAX_VALUE,
            defaultValue = "0")
        int olderThan,
    @Parameter(
            value =
                "reads and decrypts each block of volume snapshots too; else the digests of their"
                    + " files are taken, where they lie if there is a shell",
            defaultValue = "false")
        boolean deep)
    implements Request<VerifyBackupStorage.Reply> {
  /**
   * What came of it.
   *
   * @param verified copies of images, and image backups, that proved right
   * @param damaged those that did not
   */
  public record Reply(String backupStorageUuid, int verified, int damaged) {}
}
