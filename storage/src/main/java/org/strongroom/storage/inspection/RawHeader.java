package org.strongroom.storage.inspection;

import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.ImageInspection;

/** No header at all: the bytes are the disk. */
record RawHeader() implements ImageHeader {
  @Override
  public ImageFormat format() {
    return ImageFormat.RAW;
  }

  @Override
  public ImageInspection complete(long length) {
    return new ImageInspection(ImageFormat.RAW, length, length);
  }
}
