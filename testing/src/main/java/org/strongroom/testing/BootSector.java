package org.strongroom.testing;

/** The mark of a boot sector: bytes that have it are known to be a raw disk. */
public final class BootSector {
  private static final int MARK = 510;

  private BootSector() {}

  /** Marks bytes, if they are a sector at least, and answers them. */
  public static byte[] mark(byte[] disk) {
    if (disk.length >= MARK + 2) {
      disk[MARK] = 0x55;
      disk[MARK + 1] = (byte) 0xaa;
    }
    return disk;
  }
}
