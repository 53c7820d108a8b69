package org.strongroom.storage.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.strongroom.storage.ByteSource;

/**
 * The first bytes of an image, read at fixed offsets; an offset beyond the end is a clear error.
 */
public final class HeaderBytes {
  private final ByteBuffer big;
  private final ByteBuffer little;

  /** Bytes from the position of {@code head} to its limit. */
  public HeaderBytes(ByteBuffer head) {
    big = head.slice().order(ByteOrder.BIG_ENDIAN);
    little = head.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads from a file.
   *
   * @param most bytes; fewer only if the file ends before
   */
  public static HeaderBytes read(ByteSource file, long offset, int most) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(most);
    while (bytes.hasRemaining() && file.read(offset + bytes.position(), bytes) >= 0) {
      // Short reads are allowed.
    }
    return new HeaderBytes(bytes.flip());
  }

  public int length() {
    return big.limit();
  }

  public boolean startsWith(int offset, String ascii) {
    if (length() < offset + ascii.length()) {
      return false;
    }
    return ascii(offset, ascii.length()).equals(ascii);
  }

  /** Whether no byte is anything else. */
  public boolean isZero() {
    for (int at = 0; at < length(); at++) {
      if (big.get(at) != 0) {
        return false;
      }
    }
    return true;
  }

  public String ascii(int offset, int length) {
    byte[] bytes = new byte[length];
    big.get(offset, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Fails unless the first {@code needed} bytes are there. */
  public void require(int needed, String format) throws ImageFormatException {
    if (length() < needed) {
      throw new ImageFormatException(
          "the %s image is cut off: its header needs %d bytes and the file has only %d; copy it again"
              .formatted(format, needed, length()));
    }
  }

  public int unsignedByte(int offset) {
    return big.get(offset) & 0xff;
  }

  public int unsignedShortAt(int offset) {
    return big.getShort(offset) & 0xffff;
  }

  public int intAt(int offset) {
    return big.getInt(offset);
  }

  public long unsignedIntAt(int offset) {
    return big.getInt(offset) & 0xffff_ffffL;
  }

  public long longAt(int offset) {
    return big.getLong(offset);
  }

  public int littleShortAt(int offset) {
    return little.getShort(offset) & 0xffff;
  }

  public long littleIntAt(int offset) {
    return little.getInt(offset) & 0xffff_ffffL;
  }

  public long littleLongAt(int offset) {
    return little.getLong(offset);
  }
}
