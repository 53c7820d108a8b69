package org.strongroom.server.image.arrival;

import org.jspecify.annotations.Nullable;
import org.strongroom.server.image.record.ImagePlace;

/**
 * An image that another service makes, with one copy.
 *
 * @param url where it comes from, without secrets
 * @param groupUuid ties it to the other images that came with it
 * @param bootOrder its place among them, from 0
 * @param storageUuid the storage of its copy
 */
public record NewImage(
    String uuid,
    String name,
    @Nullable String description,
    String mediaType,
    @Nullable String platform,
    @Nullable String guestOsType,
    @Nullable String architecture,
    @Nullable String groupUuid,
    @Nullable Integer bootOrder,
    String url,
    String accountUuid,
    String storageUuid) {
  /** Urls of images that were imported from an image backup begin so; its uuid follows. */
  public static final String IMPORTED = "image-backup://";

  public ImagePlace place() {
    return ImagePlace.of(mediaType, accountUuid, uuid, 0, name);
  }
}
