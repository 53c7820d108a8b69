package org.strongroom.server.image.record;

import java.util.Optional;
import org.strongroom.storage.driver.StoragePath;

/**
 * A copy of an image on a storage, as the catalog knows it.
 *
 * @param accounted bytes accounted for on the storage: the image and its manifest
 * @param deleted when it was put into the trash, milliseconds since 1970
 * @param damage how it was found to be damaged; empty while it is good
 * @param bringer the job that brings it now, or good bytes over it
 * @param revision of what is known of its bytes, see {@link CopyDamage}
 */
public record ImageCopy(
    String imageUuid,
    String storageUuid,
    String storageName,
    String storageUrl,
    String installPath,
    String status,
    long accounted,
    Optional<String> sha256,
    Optional<Long> deleted,
    Optional<String> damage,
    Optional<String> bringer,
    long revision) {

  public boolean is(String wanted) {
    return status.equals(wanted);
  }

  /** Where its bytes lie. */
  public ImagePlace place() {
    return ImagePlace.installed(storageUrl, installPath);
  }

  /**
   * Whether its row may be believed: a bit that flips in a path makes the directory of all images
   * of an account out of that of one.
   */
  public boolean isInItsPlace() {
    return ImagePlace.isOf(imageUuid, place().directory());
  }

  /** What is to be removed with it: its directory, and of a row that is damaged the file alone. */
  StoragePath bytes() {
    return isInItsPlace() ? place().directory() : place().file();
  }
}
