package org.strongroom.storage.format;

import java.util.BitSet;

/**
 * The bytes of a file that some place of the disk lies in: no two places may share any. Marks take
 * 2 MiB at most: in files beyond 8 GiB, overlaps of less than a mark's granule go unnoticed, which
 * is below the alignment of most formats.
 */
public final class TakenBytes {
  private static final long MOST_MARKS = 16L << 20;
  private static final int SECTOR = 512;

  private final ImageFormat format;
  private final long granule;
  private final BitSet taken = new BitSet();

  /** Nothing is taken yet. */
  public TakenBytes(ImageFormat format, long fileSize) {
    this.format = format;
    long wanted = Math.max(fileSize / MOST_MARKS, SECTOR);
    this.granule = Long.highestOneBit(wanted) == wanted ? wanted : Long.highestOneBit(wanted) << 1;
  }

  /**
   * Takes a stretch of the file.
   *
   * @throws ImageFormatException if some of it was taken before
   */
  public void take(long offset, long length) throws ImageFormatException {
    int first = (int) Math.ceilDiv(offset, granule);
    int end = (int) Math.ceilDiv(offset + length, granule);
    int again = taken.nextSetBit(first);
    if (again >= 0 && again < end) {
      throw ImageFormatException.damaged(
          format, "two places of the disk lie at %d of the file".formatted(again * granule));
    }
    taken.set(first, end);
  }
}
