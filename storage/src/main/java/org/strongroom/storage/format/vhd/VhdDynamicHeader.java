package org.strongroom.storage.format.vhd;

import org.strongroom.storage.format.HeaderBytes;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;

/**
 * The second header of a dynamic VHD.
 *
 * @param tableOffset of the block allocation table
 * @param entries that it has
 */
record VhdDynamicHeader(long tableOffset, long entries, int blockBytes) {
  static final int BYTES = 1024;
  private static final int CHECKSUM_AT = 36;
  private static final long MAX_ENTRIES = 64L << 20;

  static VhdDynamicHeader read(HeaderBytes bytes, VhdFooter footer) throws ImageFormatException {
    bytes.require(BYTES, "vhd");
    if (!bytes.startsWith(0, "cxsparse")
        || VhdChecksum.of(bytes, BYTES, CHECKSUM_AT) != bytes.intAt(CHECKSUM_AT)) {
      throw ImageFormatException.damaged(
          ImageFormat.VHD, "its dynamic header is none, or its checksum is wrong");
    }
    long block = bytes.unsignedIntAt(32);
    if (block < 512 || block > 256 << 20 || Long.bitCount(block) != 1) {
      throw VhdFooter.refused("blocks of %d bytes are absurd; they have 2 MiB".formatted(block));
    }
    long entries = bytes.unsignedIntAt(28);
    if (entries > MAX_ENTRIES || entries < Math.ceilDiv(footer.virtualSize(), block)) {
      throw VhdFooter.refused(
          "its table has %d blocks of %d bytes, for a disk of %d"
              .formatted(entries, block, footer.virtualSize()));
    }
    long table = bytes.longAt(16);
    if (table < VhdFooter.BYTES || table % VhdFooter.BYTES != 0) {
      throw VhdFooter.refused("its table lies at %s".formatted(Long.toUnsignedString(table)));
    }
    return new VhdDynamicHeader(table, entries, (int) block);
  }

  /** Bytes of the bitmap before each block, whole sectors. */
  long bitmapBytes() {
    return Math.ceilDiv(Math.ceilDiv(blockBytes, 512 * 8), 512) * 512L;
  }
}
