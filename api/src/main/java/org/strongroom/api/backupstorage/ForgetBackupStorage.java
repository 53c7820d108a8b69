package org.strongroom.api.backupstorage;

import java.util.List;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;
import org.strongroom.api.ResourceType;

/**
 * Takes a backup storage out of the catalog and leaves all bytes where they are, so that it can be
 * added anywhere again.
 */
@Operation(
    summary =
        "Takes a backup storage out of the catalog and leaves all bytes where they are, so that it"
            + " can be added anywhere again.",
    method = HttpMethod.PUT,
    path = "/backup-storage/{uuid}/actions",
    since = "1.0",
    command = "backup-storage forget")
public record ForgetBackupStorage(
    @Parameter(value = "the storage", required = true, resource = ResourceType.BACKUP_STORAGE)
        String uuid)
    implements Request<ForgetBackupStorage.Reply> {

  /**
   * What is forgotten; sizes are bytes.
   *
   * @param url where it all still lies
   * @param markerWritten whether the storage itself says that it is nobody's any more; if not,
   *     because it could not be reached, other servers take it only with takeOver=true
   * @param copies of images and snapshots that lie there
   * @param onlyCopies images of which no other copy is known here: they are not in the catalog any
   *     more
   * @param images of these the first 1000
   */
  public record Reply(
      String uuid,
      String name,
      String url,
      boolean markerWritten,
      long copies,
      long bytes,
      long onlyCopies,
      List<OnlyCopy> images) {}
}
