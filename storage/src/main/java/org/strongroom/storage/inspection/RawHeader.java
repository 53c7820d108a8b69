package org.strongroom.storage.inspection;

import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.ImageInspection;

/**
 * No header at all: the bytes are the disk.
 *
 * @param told the length that the disk's own table of partitions tells, or 0
 */
record RawHeader(long told) implements ImageHeader {
  @Override
  public ImageFormat format() {
    return ImageFormat.RAW;
  }

  @Override
  public ImageInspection complete(long length) throws ImageFormatException {
    if (told > length) {
      throw new ImageFormatException(
          "the raw image is cut off: its partition table (GPT) tells of %d bytes and the file has only %d; copy it again, or say that it is to be kept so with format=raw"
              .formatted(told, length));
    }
    return new ImageInspection(ImageFormat.RAW, length, length);
  }
}
