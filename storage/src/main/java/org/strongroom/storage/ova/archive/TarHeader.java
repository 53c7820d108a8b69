package org.strongroom.storage.ova.archive;

import java.nio.charset.StandardCharsets;
import org.strongroom.storage.ova.archive.OvaException.Fault;

/**
 * One header block of a tar archive, as far as it matters here: v7, ustar (POSIX.1-1988) and GNU.
 *
 * @param type the type flag; NUL, of old archives, is told as {@code '0'}
 */
record TarHeader(String name, long size, char type) {
  static final int BLOCK = 512;

  private static final int SIZE = 124;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;

  /** Whether the block is the mark at the end of an archive. */
  static boolean isEnd(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * @param position of the block, for the message
   * @throws OvaException NOT_A_TAR
   */
  static TarHeader parse(byte[] block, long position) throws OvaException {
    if (!checksumFits(block)) {
      throw new OvaException(
          Fault.NOT_A_TAR,
          position == 0
              ? "it is no tar archive"
              : "the tar archive is damaged: no header at byte " + position);
    }
    String name = text(block, 0, 100);
    // GNU tar uses the place of the prefix for other things; its magic ends in blanks.
    if (text(block, MAGIC, 6).equals("ustar")) {
      String prefix = text(block, PREFIX, 155);
      name = prefix.isEmpty() ? name : prefix + "/" + name;
    }
    char type = block[TYPE] == 0 ? '0' : (char) (block[TYPE] & 0xff);
    return new TarHeader(name, TarNumber.read(block, SIZE, 12), type);
  }

  /** The sum over all bytes, the sum itself taken as blanks; some old tars took bytes as signed. */
  private static boolean checksumFits(byte[] block) {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte b = i >= CHECKSUM && i < CHECKSUM + 8 ? (byte) ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    try {
      long told = TarNumber.read(block, CHECKSUM, 8);
      return told == unsigned || told == signed;
    } catch (OvaException e) {
      return false;
    }
  }

  private static String text(byte[] block, int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return new String(block, offset, end - offset, StandardCharsets.UTF_8);
  }
}
