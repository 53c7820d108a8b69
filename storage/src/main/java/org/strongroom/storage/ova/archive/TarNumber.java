package org.strongroom.storage.ova.archive;

import org.strongroom.storage.ova.archive.OvaException.Fault;

/** Numbers in tar headers: octal text, or base 256 as GNU tar writes what octal can not hold. */
final class TarNumber {
  private TarNumber() {}

  /**
   * @throws OvaException if it is no number, negative, or beyond 63 bits
   */
  static long read(byte[] header, int offset, int length) throws OvaException {
    return (header[offset] & 0x80) != 0
        ? base256(header, offset, length)
        : octal(header, offset, length);
  }

  private static long base256(byte[] header, int offset, int length) throws OvaException {
    if ((header[offset] & 0xff) != 0x80) {
      throw damaged("a negative number or one beyond all measure");
    }
    long value = 0;
    for (int i = offset + 1; i < offset + length; i++) {
      if (value >>> 55 != 0) {
        throw damaged("a number beyond all measure");
      }
      value = value << 8 | (header[i] & 0xff);
    }
    return value;
  }

  /** Digits between optional blanks, ended by a blank, NUL or the field. */
  private static long octal(byte[] header, int offset, int length) throws OvaException {
    int at = offset;
    int end = offset + length;
    while (at < end && header[at] == ' ') {
      at++;
    }
    long value = 0;
    for (; at < end && header[at] >= '0' && header[at] <= '7'; at++) {
      value = value << 3 | (header[at] - '0');
    }
    if (at < end && header[at] != 0 && header[at] != ' ') {
      throw damaged("a number that is no octal one");
    }
    return value;
  }

  private static OvaException damaged(String what) {
    return new OvaException(Fault.NOT_A_TAR, "a header of the tar archive holds " + what);
  }
}
