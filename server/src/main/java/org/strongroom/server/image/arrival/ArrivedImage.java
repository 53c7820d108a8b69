package org.strongroom.server.image.arrival;

import org.jspecify.annotations.Nullable;
import org.strongroom.storage.format.ImageFormat;

/**
 * The bytes of an image that have come. Sizes are bytes.
 *
 * @param size of the guest's disk
 * @param kept those that take room on a storage; null if that was not found out
 */
public record ArrivedImage(
    long length, long size, String sha256, String format, @Nullable Long kept) {

  /** What is told as actualSize. Other formats than raw leave zeros out by themselves. */
  public long actualSize() {
    return kept != null && format.equals(ImageFormat.RAW.wireName()) ? kept : length;
  }
}
