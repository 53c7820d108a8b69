package org.strongroom.storage.driver.s3;

/**
 * How a stream is cut into parts that are sent as they come. Small ones, so that several fit into
 * memory; an object has at most ten thousand, so those of very large objects are larger, and those
 * of unknown ones grow.
 *
 * @param expectedLength bytes of the whole, or -1
 */
record PartSizes(long expectedLength) {
  private static final long MIB = 1L << 20;

  /** Stores take no smaller part but the last one than 5 MiB. */
  static final long SMALLEST = 8 * MIB;

  private static final long LARGEST = 1L << 30;
  private static final int MOST_PARTS = 10_000;

  /** Some numbers are left out whenever another process goes on with an upload. */
  private static final int USED_PARTS = 9000;

  private static final int GROWING = 1000;

  /**
   * @param number from 1
   */
  int size(int number) {
    if (expectedLength >= 0) {
      long fitting = Math.ceilDiv(Math.ceilDiv(expectedLength, USED_PARTS), MIB) * MIB;
      return (int) Math.clamp(fitting, SMALLEST, LARGEST);
    }
    return (int) Math.min(LARGEST, SMALLEST << Math.min(30, (number - 1) / GROWING));
  }

  /** Whether the store takes one more part. */
  static boolean isAllowed(int number) {
    return number <= MOST_PARTS;
  }
}
