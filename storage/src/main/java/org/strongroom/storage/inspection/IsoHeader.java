package org.strongroom.storage.inspection;

import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.ImageInspection;

/**
 * The primary volume descriptor of an ISO 9660 file system (ECMA-119, section 8.4).
 *
 * @param volumeBytes what the file system claims to span
 */
record IsoHeader(long volumeBytes) implements ImageHeader {
  private static final int DESCRIPTOR = 32 * 1024;

  /** Mastering programs pad with 150 sectors, and drives lose some of them when they copy. */
  private static final long PADDING = 150 * 2048;

  static boolean matches(HeaderBytes bytes) {
    return bytes.startsWith(DESCRIPTOR + 1, "CD001") || isUdf(bytes);
  }

  /** A disc without ISO 9660: a sequence of descriptors that names UDF (ECMA-167). */
  private static boolean isUdf(HeaderBytes bytes) {
    boolean begins = bytes.startsWith(DESCRIPTOR + 1, "BEA01");
    return begins
        && (bytes.startsWith(DESCRIPTOR + 2048 + 1, "NSR02")
            || bytes.startsWith(DESCRIPTOR + 2048 + 1, "NSR03"));
  }

  static IsoHeader read(HeaderBytes bytes) throws ImageFormatException {
    bytes.require(DESCRIPTOR + 132, "iso");
    if (bytes.unsignedByte(DESCRIPTOR) != 1 || isUdf(bytes)) {
      // Boot records may come first; without the primary descriptor nothing is known of the size.
      return new IsoHeader(0);
    }
    long blocks = bytes.littleIntAt(DESCRIPTOR + 80);
    int blockSize = bytes.littleShortAt(DESCRIPTOR + 128);
    if (blockSize != 512 && blockSize != 1024 && blockSize != 2048) {
      throw new ImageFormatException(
          "the iso image is damaged: its block size is %d, not 512, 1024 or 2048; make or copy it again"
              .formatted(blockSize));
    }
    return new IsoHeader(blocks * blockSize);
  }

  @Override
  public ImageFormat format() {
    return ImageFormat.ISO;
  }

  @Override
  public ImageInspection complete(long length) throws ImageFormatException {
    if (volumeBytes - PADDING > length) {
      throw new ImageFormatException(
          "the iso image is cut off: its volume has %d bytes and the file only %d; copy it again"
              .formatted(volumeBytes, length));
    }
    return new ImageInspection(ImageFormat.ISO, length, length);
  }
}
