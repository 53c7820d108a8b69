package org.strongroom.server.image.record;

import java.util.List;
import org.strongroom.storage.driver.StoragePath;

/**
 * Where a copy lies on its storage: {@code {kind}/acct-{account}/{image}/{file}}, with its manifest
 * beside it. The directory belongs to the image alone; where images of the same uuid were before,
 * it is {@code {image}-{how many}}, since the removal of theirs may still be under way somewhere.
 */
public record ImagePlace(StoragePath file) {
  public static final String ROOT_VOLUMES = "rootVolumeTemplates";
  public static final String DATA_VOLUMES = "dataVolumeTemplates";
  public static final String ACCOUNT_PREFIX = "acct-";
  public static final String MANIFEST_SUFFIX = ".manifest.json";

  /**
   * The place of a new image.
   *
   * @param lives how many images of this uuid were there before
   */
  public static ImagePlace of(
      String mediaType, String accountUuid, String imageUuid, int lives, String name) {
    String extension =
        switch (mediaType) {
          case "ISO" -> ".iso";
          case "DataVolumeTemplate" -> ".volume";
          default -> ".template";
        };
    String kind = mediaType.equals("RootVolumeTemplate") ? ROOT_VOLUMES : DATA_VOLUMES;
    return new ImagePlace(
        new StoragePath(
            List.of(
                kind,
                ACCOUNT_PREFIX + accountUuid,
                lives == 0 ? imageUuid : imageUuid + "-" + lives,
                SafeFileName.of(name) + extension)));
  }

  /** The image whose directory this is, if it is any image's. */
  public static String imageUuid(StoragePath directory) {
    return directory.name().replaceFirst("-[0-9]+$", "");
  }

  /** Whether a directory may be the one of an image. */
  public static boolean isOf(String imageUuid, StoragePath directory) {
    return imageUuid(directory).equals(imageUuid);
  }

  /**
   * The place that an install path names.
   *
   * @param storageUrl the storage's directory
   * @throws IllegalStateException if it does not lie below it
   */
  public static ImagePlace installed(String storageUrl, String installPath) {
    String root = root(storageUrl);
    if (!installPath.startsWith(root)) {
      throw new IllegalStateException(installPath + " does not lie below " + storageUrl);
    }
    return new ImagePlace(StoragePath.of(installPath.substring(root.length())));
  }

  /** The absolute path under a storage's directory. */
  public String installPath(String storageUrl) {
    return root(storageUrl) + file;
  }

  private static String root(String storageUrl) {
    return storageUrl.endsWith("/") ? storageUrl : storageUrl + "/";
  }

  public StoragePath directory() {
    return file.parent();
  }

  public StoragePath manifest() {
    return directory().resolve(file.name() + MANIFEST_SUFFIX);
  }
}
