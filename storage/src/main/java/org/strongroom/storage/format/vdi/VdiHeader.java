package org.strongroom.storage.format.vdi;

import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.format.ImageHeader;
import org.strongroom.storage.format.ImageInspection;

/**
 * The header of a VDI, dynamic or static, version 1.1. Differencing ones are refused.
 *
 * @param blocks entries of the block map
 */
public record VdiHeader(
    long virtualSize, int blockBytes, long blocks, long mapOffset, long dataOffset)
    implements ImageHeader {
  private static final int HEADER_BYTES = 512;
  private static final int SECTOR = 512;
  private static final long MAX_BLOCKS = 64L << 20;

  /** Whether these are the first bytes of a VDI. */
  public static boolean matches(HeaderBytes bytes) {
    return bytes.startsWith(64, "\u007f\u0010\u00da\u00be");
  }

  /**
   * Reads the header.
   *
   * @throws ImageFormatException if such an image must not be stored
   */
  public static VdiHeader read(HeaderBytes bytes) throws ImageFormatException {
    bytes.require(HEADER_BYTES, "vdi");
    if (bytes.littleIntAt(68) != 0x0001_0001) {
      throw refused("its version is 0x%x, only 1.1 is known".formatted(bytes.littleIntAt(68)));
    }
    checkKind(bytes);
    long block = bytes.littleIntAt(376);
    if (block < 4096 || block > 64 << 20 || Long.bitCount(block) != 1) {
      throw refused("blocks of %d bytes are absurd; they have 1 MiB".formatted(block));
    }
    long size = bytes.littleLongAt(368);
    if (size < 0 || size > MAX_VIRTUAL_SIZE) {
      throw refused(
          "a virtual size of %s bytes is absurd; the most is 64 TiB"
              .formatted(Long.toUnsignedString(size)));
    }
    long blocks = bytes.littleIntAt(384);
    if (blocks > MAX_BLOCKS || blocks < Math.ceilDiv(size, block)) {
      throw refused(
          "its map has %d blocks of %d bytes, for a disk of %d".formatted(blocks, block, size));
    }
    long map = bytes.littleIntAt(340);
    long data = bytes.littleIntAt(344);
    boolean sound =
        map >= HEADER_BYTES && map % SECTOR == 0 && data % SECTOR == 0 && data >= map + blocks * 4;
    if (!sound) {
      throw refused("its map at %d and its data at %d overlap".formatted(map, data));
    }
    long sectors = (size + SECTOR - 1) / SECTOR;
    return new VdiHeader(sectors * SECTOR, (int) block, blocks, map, data);
  }

  private static void checkKind(HeaderBytes bytes) throws ImageFormatException {
    long type = bytes.littleIntAt(76);
    boolean needsParent = type == 3 || type == 4 || !isNull(bytes, 424) || !isNull(bytes, 440);
    if (needsParent) {
      throw refused(
          "it needs a parent disk, which would not come with it; clone it with 'VBoxManage"
              + " clonemedium'");
    }
    if (type != 1 && type != 2) {
      throw refused("its type %d is unknown".formatted(type));
    }
    if (bytes.littleIntAt(360) != SECTOR || bytes.littleIntAt(380) != 0) {
      throw refused("its sectors have not 512 bytes, or its blocks carry something extra");
    }
  }

  private static boolean isNull(HeaderBytes bytes, int uuid) {
    return bytes.longAt(uuid) == 0 && bytes.longAt(uuid + 8) == 0;
  }

  @Override
  public ImageFormat format() {
    return ImageFormat.VDI;
  }

  @Override
  public ImageInspection complete(long length) throws ImageFormatException {
    if (mapOffset + blocks * 4 > length) {
      throw new ImageFormatException(
          "the vdi image is cut off: its map ends at %d and the file at %d; copy it again"
              .formatted(mapOffset + blocks * 4, length));
    }
    return new ImageInspection(ImageFormat.VDI, virtualSize, length);
  }

  private static ImageFormatException refused(String what) {
    return ImageFormatException.refused(ImageFormat.VDI, what);
  }
}
