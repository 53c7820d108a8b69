package org.strongroom.api.backupstorage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/**
 * Looks through a backup storage: takes in what the catalog lacks, and tells what the storage
 * lacks, what nobody knows, and what broken work left. It deletes nothing.
 */
@Operation(
    summary =
        "Looks through a backup storage: takes in what the catalog lacks, and tells what the"
            + " storage lacks, what nobody knows, and what broken work left. It deletes nothing.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    since = "1.0",
    timeoutSeconds = 86_400,
    command = "backup-storage rescan")
public record RescanBackupStorage(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid,
    @Parameter(value = "only tell what would be taken in", defaultValue = "false") boolean dryRun,
    @Parameter(
            value = "read all bytes of what is taken in and compare their SHA-256",
            defaultValue = "false")
        boolean verify)
    implements Request<RescanBackupStorage.Reply> {

  /**
   * What was found.
   *
   * @param adopted images and OVAs that the catalog has now, or would have after a dry run
   * @param missing what the catalog has and the storage has not, or not with all its bytes
   * @param unknown what is neither the catalog's nor can be taken in
   * @param leftovers of work that broke off
   */
  public record Reply(
      String uuid,
      boolean dryRun,
      Findings adopted,
      Findings missing,
      Findings unknown,
      Findings leftovers) {}

  /**
   * Findings of one kind.
   *
   * @param count of all
   * @param bytes of all
   * @param first no more than 500 of them
   */
  public record Findings(long count, long bytes, List<Finding> first) {}

  /**
   * Something on a storage.
   *
   * @param path below the storage's directory, control characters replaced
   * @param resourceUuid of the image, or of the image backup
   * @param bytes that it has, or should have
   * @param reason why it is where it is in the report
   */
  public record Finding(
      String path,
      @Nullable String resourceUuid,
      @Nullable String name,
      long bytes,
      @Nullable String reason) {}
}
