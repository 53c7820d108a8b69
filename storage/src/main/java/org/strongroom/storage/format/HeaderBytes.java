package org.strongroom.storage.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The first bytes of an image, read at fixed offsets; an offset beyond the end is a clear error.
 */
final class HeaderBytes {
  private final ByteBuffer big;
  private final ByteBuffer little;

  HeaderBytes(ByteBuffer head) {
    big = head.slice().order(ByteOrder.BIG_ENDIAN);
    little = head.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  int length() {
    return big.limit();
  }

  boolean startsWith(int offset, String ascii) {
    if (length() < offset + ascii.length()) {
      return false;
    }
    return ascii(offset, ascii.length()).equals(ascii);
  }

  String ascii(int offset, int length) {
    byte[] bytes = new byte[length];
    big.get(offset, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Fails unless the first {@code needed} bytes are there. */
  void require(int needed, String format) throws ImageFormatException {
    if (length() < needed) {
      throw new ImageFormatException(
          "the %s image is cut off: its header needs %d bytes and the file has only %d; copy it again"
              .formatted(format, needed, length()));
    }
  }

  int unsignedByte(int offset) {
    return big.get(offset) & 0xff;
  }

  int intAt(int offset) {
    return big.getInt(offset);
  }

  long unsignedIntAt(int offset) {
    return big.getInt(offset) & 0xffff_ffffL;
  }

  long longAt(int offset) {
    return big.getLong(offset);
  }

  int littleShortAt(int offset) {
    return little.getShort(offset) & 0xffff;
  }

  long littleIntAt(int offset) {
    return little.getInt(offset) & 0xffff_ffffL;
  }

  long littleLongAt(int offset) {
    return little.getLong(offset);
  }
}
