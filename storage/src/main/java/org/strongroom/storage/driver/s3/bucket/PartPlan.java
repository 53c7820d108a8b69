package org.strongroom.storage.driver.s3.bucket;

/**
 * How an object is cut into parts.
 *
 * @param partSize bytes of each part but the last
 */
record PartPlan(long size, long partSize) {
  private static final long MIB = 1L << 20;
  private static final long SMALLEST = 32 * MIB;
  private static final long LARGEST = 5L << 30;

  /** Some stores take no more parts than these, although S3 takes ten times as many. */
  private static final int FEW_PARTS = 1000;

  private static final int MAX_PARTS = 10_000;

  PartPlan {
    if (size < 1 || partSize < 1 || (size - 1) / partSize >= MAX_PARTS) {
      throw new IllegalArgumentException(
          "%d bytes can not be sent in parts of %d".formatted(size, partSize));
    }
  }

  /**
   * The size of the parts of an object: at most a thousand parts as long as no part gets larger
   * than stores take, which is so for 5 TB; at most ten thousand then.
   */
  static long partSize(long size) {
    long fitting = Math.ceilDiv(Math.ceilDiv(size, FEW_PARTS), MIB) * MIB;
    return Math.clamp(fitting, SMALLEST, LARGEST);
  }

  /** How many parts there are; they are numbered from 1. */
  int count() {
    return (int) Math.ceilDiv(size, partSize);
  }

  long offset(int number) {
    return (number - 1) * partSize;
  }

  long length(int number) {
    return Math.min(partSize, size - offset(number));
  }
}
