package org.strongroom.api.backupstorage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/** Tells what would go with a backup storage, or an image, if it were deleted now. */
@Operation(
    summary = "Tells what would go with a backup storage, or an image, if it were deleted now.",
    method = HttpMethod.GET,
    path = "/deletion-previews/{uuid}",
    mode = Mode.SYNC,
    since = "1.0",
    command = "backup-storage deletion-preview")
public record GetDeletionPreview(
    @Parameter(
            value = "the backup storage, or the image",
            required = true,
            named = {ResourceType.BACKUP_STORAGE, ResourceType.IMAGE})
        String uuid)
    implements Request<GetDeletionPreview.Reply> {

  /**
   * What would go; sizes are bytes.
   *
   * @param resourceType BackupStorageVO or ImageVO
   * @param status Connected and so on of a storage, Ready and so on of an image
   * @param bytesStay whether {@code image/deletionPolicy} leaves the bytes where they are
   * @param copies of images that are known there
   * @param bytes that they take
   * @param onlyCopies images of which there is no other copy that is Ready
   * @param onlyCopyBytes that these take
   * @param images of these the first 1000, by name
   * @param volumeSnapshots copies of volume snapshots
   * @param imageBackups whose OVA lies there
   * @param runningJobs that work on it
   * @param zones to which it is attached
   */
  public record Reply(
      String uuid,
      String name,
      String resourceType,
      String status,
      @Nullable String url,
      boolean bytesStay,
      long copies,
      long bytes,
      long onlyCopies,
      long onlyCopyBytes,
      List<OnlyCopy> images,
      long volumeSnapshots,
      long imageBackups,
      long runningJobs,
      List<String> zones,
      boolean success) {}
}
