package org.strongroom.storage.format.vhd;

import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.ImageInspection;

/**
 * The footer of a VHD, of which a dynamic one has a copy at its start. Differencing ones are
 * refused.
 *
 * @param headerOffset of the dynamic header; -1 for a fixed disk
 */
public record VhdFooter(long virtualSize, long headerOffset) implements ImageHeader {
  /** Bytes of a footer. */
  public static final int BYTES = 512;

  private static final int CHECKSUM_AT = 64;
  private static final int FIXED = 2;
  private static final int DYNAMIC = 3;
  private static final int DIFFERENCING = 4;

  /** The largest disk that cylinders, heads and sectors can tell: it may be larger. */
  private static final long MOST_GEOMETRY = 65_535L * 16 * 255;

  /** Whether a footer, or its copy, stands there. */
  public static boolean matches(HeaderBytes bytes) {
    return bytes.startsWith(0, "conectix");
  }

  /**
   * Reads a footer, or its copy.
   *
   * @throws ImageFormatException if such an image must not be stored
   */
  public static VhdFooter read(HeaderBytes bytes) throws ImageFormatException {
    bytes.require(BYTES, "vhd");
    if (VhdChecksum.of(bytes, BYTES, CHECKSUM_AT) != bytes.intAt(CHECKSUM_AT)) {
      throw ImageFormatException.damaged(ImageFormat.VHD, "the checksum of its footer is wrong");
    }
    int type = bytes.intAt(60);
    if (type == DIFFERENCING) {
      throw refused(
          "it needs a parent disk, which would not come with it; merge it ('Merge-VHD', or"
              + " 'qemu-img convert -O qcow2')");
    }
    if (type != FIXED && type != DYNAMIC) {
      throw refused("its type %s is unknown".formatted(Integer.toUnsignedString(type)));
    }
    long size = size(bytes);
    if (size <= 0 || size > MAX_VIRTUAL_SIZE) {
      throw refused(
          "a virtual size of %s bytes is absurd; it has 1 byte to 64 TiB"
              .formatted(Long.toUnsignedString(size)));
    }
    long headerOffset = type == FIXED ? -1 : bytes.longAt(16);
    if (type == DYNAMIC && (headerOffset < BYTES || headerOffset % BYTES != 0)) {
      throw refused("its dynamic header lies at %s".formatted(Long.toUnsignedString(headerOffset)));
    }
    return new VhdFooter(size, headerOffset);
  }

  /**
   * As QEMU has it: Virtual PC, and QEMU unless told otherwise, go by the geometry, which may be
   * smaller than the size beside it; all others by the size.
   */
  private static long size(HeaderBytes bytes) {
    long geometry =
        (long) bytes.unsignedShortAt(56) * bytes.unsignedByte(58) * bytes.unsignedByte(59);
    long current = bytes.longAt(48);
    boolean byGeometry =
        switch (bytes.ascii(28, 4)) {
          case "win ", "qem2", "d2v ", "CTXS", "tap\0", "wa\0\0" -> false;
          default -> geometry != MOST_GEOMETRY && geometry != 0;
        };
    return byGeometry ? geometry * BYTES : current / BYTES * BYTES;
  }

  boolean fixed() {
    return headerOffset < 0;
  }

  @Override
  public ImageFormat format() {
    return ImageFormat.VHD;
  }

  @Override
  public ImageInspection complete(long length) throws ImageFormatException {
    if (fixed() && virtualSize > length - BYTES) {
      throw new ImageFormatException(
          "the vhd image is cut off: its disk has %d bytes and the file %d; copy it again"
              .formatted(virtualSize, length));
    }
    return new ImageInspection(ImageFormat.VHD, virtualSize, length);
  }

  static ImageFormatException refused(String what) {
    return ImageFormatException.refused(ImageFormat.VHD, what);
  }
}
