package org.strongroom.storage.format;

/**
 * The header of a VMDK that is one sparse file, monolithicSparse or streamOptimized.
 *
 * @param directoryOffset of the grain directory in bytes, or -1 if the footer tells it
 */
record VmdkHeader(long virtualSize, long directoryOffset, long directoryBytes)
    implements ImageHeader {

  @Override
  public ImageFormat format() {
    return ImageFormat.VMDK;
  }

  @Override
  public ImageInspection complete(long length) throws ImageFormatException {
    if (directoryOffset >= 0
        && (directoryOffset > length || directoryBytes > length - directoryOffset)) {
      throw new ImageFormatException(
          "the vmdk image is cut off or damaged: its grain directory ends at %d and the file at %d; copy it again"
              .formatted(directoryOffset + directoryBytes, length));
    }
    return new ImageInspection(ImageFormat.VMDK, virtualSize, length);
  }
}
