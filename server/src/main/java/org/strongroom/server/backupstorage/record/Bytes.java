package org.strongroom.server.backupstorage.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Sums of bytes that stop at 0 and at 2^63 - 1 instead of going round: servers announce such
 * lengths, and file systems such capacities.
 */
public final class Bytes {
  private static final long PART = 1L << 31;

  private Bytes() {}

  /** The sum of two numbers of which none is negative. */
  public static long plus(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }

  /** What is left of the first after the others were taken from it; at least 0. */
  public static long left(long of, long... taken) {
    long left = of;
    for (long one : taken) {
      left = one >= left ? 0 : left - one;
    }
    return left;
  }

  /** A column after so many bytes were added to it, or taken from it. */
  static Field<Long> moved(Field<Long> column, long by) {
    if (by < 0) {
      long less = by == Long.MIN_VALUE ? Long.MAX_VALUE : -by;
      return DSL.when(column.lt(less), 0L).otherwise(column.minus(less));
    }
    return DSL.when(column.gt(Long.MAX_VALUE - by), Long.MAX_VALUE).otherwise(column.plus(by));
  }

  /** The upper and the lower half of a column's sum; SQLite cannot sum beyond 2^63 by itself. */
  static Field<BigDecimal> upperSum(Field<Long> column) {
    return DSL.sum(column.div(PART));
  }

  /** See {@link #upperSum}. */
  static Field<BigDecimal> lowerSum(Field<Long> column) {
    return DSL.sum(column.mod(PART));
  }

  /** Puts the halves together; null is the sum of nothing. */
  static long sum(@Nullable BigDecimal upper, @Nullable BigDecimal lower) {
    if (upper == null || lower == null) {
      return 0;
    }
    BigInteger sum =
        upper.toBigInteger().multiply(BigInteger.valueOf(PART)).add(lower.toBigInteger());
    return sum.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }
}
