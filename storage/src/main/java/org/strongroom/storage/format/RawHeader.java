package org.strongroom.storage.format;

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
