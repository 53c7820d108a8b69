package org.strongroom.bench.load;

/**
 * Counts durations in buckets whose width grows with them: 64 to each power of two, so a percentile
 * is at most 1.6 % too high. Recording makes no garbage.
 */
public final class Histogram {
  private static final int BITS = 6;
  private static final int STEPS = 1 << BITS;

  private final long[] counts = new long[(Long.SIZE - BITS) * STEPS];
  private long total;

  /** Counts one duration, in nanoseconds. */
  void record(long nanos) {
    counts[bucket(Math.max(0, nanos))]++;
    total++;
  }

  private static int bucket(long nanos) {
    int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - BITS - 1);
    return exponent * STEPS + (int) (nanos >>> exponent);
  }

  /** The longest duration that falls into a bucket. */
  private static long upperEnd(int bucket) {
    int exponent = Math.max(0, bucket / STEPS - 1);
    return ((bucket - (long) exponent * STEPS + 1) << exponent) - 1;
  }

  public long count() {
    return total;
  }

  /**
   * The duration that so many of all are at most as long as.
   *
   * @param share such as 0.99
   * @return milliseconds; 0 if nothing was counted
   */
  public double milliseconds(double share) {
    long wanted = (long) Math.ceil(total * share);
    long seen = 0;
    for (int bucket = 0; bucket < counts.length && total > 0; bucket++) {
      seen += counts[bucket];
      if (seen >= wanted) {
        return upperEnd(bucket) / 1e6;
      }
    }
    return 0;
  }
}
