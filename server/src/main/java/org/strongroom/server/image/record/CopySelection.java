package org.strongroom.server.image.record;

import java.util.List;
import org.strongroom.api.ApiException;

/** Which copies a call means: those on the storages that it names, or all. */
public final class CopySelection {
  private CopySelection() {}

  public static List<ImageCopy> named(List<ImageCopy> copies, List<String> storageUuids) {
    return copies.stream()
        .filter(copy -> storageUuids.isEmpty() || storageUuids.contains(copy.storageUuid()))
        .toList();
  }

  /**
   * The same, where a storage is named on which there is to be one.
   *
   * @throws ApiException SYS.1007 if a storage is named that has none
   */
  public static List<ImageCopy> required(
      String imageUuid, List<ImageCopy> copies, List<String> storageUuids) {
    requireOneOnEach("copy", imageUuid, copies, storageUuids);
    return named(copies, storageUuids);
  }

  /**
   * The copies in the trash.
   *
   * @throws ApiException SYS.1006 if there is none at all; SYS.1007 if a storage is named that has
   *     none
   */
  public static List<ImageCopy> deleted(
      String imageUuid, List<ImageCopy> copies, List<String> storageUuids) {
    List<ImageCopy> deleted = copies.stream().filter(c -> c.is(ImageRows.DELETED)).toList();
    requireOneOnEach("deleted copy", imageUuid, deleted, storageUuids);
    if (deleted.isEmpty()) {
      throw ApiException.refused(
          "no copy of the image %s is deleted; call DeleteImage first".formatted(imageUuid));
    }
    return named(deleted, storageUuids);
  }

  private static void requireOneOnEach(
      String what, String imageUuid, List<ImageCopy> copies, List<String> storageUuids) {
    for (String storage : storageUuids) {
      if (copies.stream().noneMatch(copy -> copy.storageUuid().equals(storage))) {
        throw ApiException.invalid(
            "the image %s has no %s on backup storage %s".formatted(imageUuid, what, storage));
      }
    }
  }
}
