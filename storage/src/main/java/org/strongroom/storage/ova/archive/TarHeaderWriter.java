package org.strongroom.storage.ova.archive;

import static org.strongroom.storage.ova.archive.TarHeader.BLOCK;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Headers of a tar archive as DSP0243 wants it: ustar, and with a pax header before it for a file
 * above 8 GiB, whose size ustar can not hold. Nothing of the machine gets in: no owner, one time
 * for all, so equal contents make equal archives.
 */
public final class TarHeaderWriter {
  /** The largest size in eleven octal digits. */
  static final long MOST_USTAR = (1L << 33) - 1;

  /** Two empty blocks. */
  public static final int END_BYTES = 2 * BLOCK;

  private final long seconds;

  /**
   * @param modified of all members; between 1970 and 2242
   */
  public TarHeaderWriter(Instant modified) {
    this.seconds = modified.getEpochSecond();
    if (seconds < 0 || seconds > MOST_USTAR) {
      throw new IllegalArgumentException("no time that a tar archive can hold: " + modified);
    }
  }

  /** How many bytes the header or headers of a file take. */
  public static long headerBytes(long size) {
    return size > MOST_USTAR ? 3L * BLOCK : BLOCK;
  }

  /** How many zeros follow a file. */
  public static int paddingBytes(long size) {
    return (int) (-size & (BLOCK - 1));
  }

  /**
   * The header of a file, with its pax header if it needs one.
   *
   * @param name at most 80 bytes of ASCII
   */
  public byte[] header(String name, long size) {
    var out = new ByteArrayOutputStream();
    if (size <= MOST_USTAR) {
      out.writeBytes(block(name, size, '0'));
      return out.toByteArray();
    }
    byte[] record = sizeRecord(size).getBytes(StandardCharsets.US_ASCII);
    out.writeBytes(block("PaxHeaders/" + name, record.length, 'x'));
    out.writeBytes(record);
    out.writeBytes(new byte[paddingBytes(record.length)]);
    // Readers take the size of the pax header; what stands here must only fit.
    out.writeBytes(block(name, 0, '0'));
    return out.toByteArray();
  }

  /** The length at the start counts its own digits. */
  private static String sizeRecord(long size) {
    String rest = " size=" + size + "\n";
    int length = rest.length() + 2;
    return length + rest;
  }

  private byte[] block(String name, long size, char type) {
    if (name.length() > 100 || !StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
      throw new IllegalArgumentException("no name for a ustar header: " + name);
    }
    byte[] block = new byte[BLOCK];
    text(block, 0, name);
    octal(block, 100, 8, 0644);
    octal(block, 108, 8, 0);
    octal(block, 116, 8, 0);
    octal(block, 124, 12, size);
    octal(block, 136, 12, seconds);
    text(block, 148, "        ");
    block[156] = (byte) type;
    text(block, 257, "ustar\00000");
    octal(block, 329, 8, 0);
    octal(block, 337, 8, 0);
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, 148, 7, sum);
    return block;
  }

  private static void text(byte[] block, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }

  /** Digits with leading zeros, the last byte of the field NUL. */
  private static void octal(byte[] block, int offset, int length, long value) {
    String digits = Long.toOctalString(value);
    text(block, offset, "0".repeat(length - 1 - digits.length()) + digits + "\0");
  }
}
