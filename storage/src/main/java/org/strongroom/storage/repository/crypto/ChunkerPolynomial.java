package org.strongroom.storage.repository.crypto;

import java.util.random.RandomGenerator;

/**
 * The polynomial over GF(2) by which restic finds the borders of its chunks: of degree 53, and
 * irreducible, or restic cannot back up into the repository. Bit i is the coefficient of x^i.
 */
final class ChunkerPolynomial {
  private static final int DEGREE = 53;
  private static final long X = 2;
  private static final long X_SQUARED_LESS_X = 0b110;

  private ChunkerPolynomial() {}

  static long random(RandomGenerator random) {
    while (true) {
      long candidate = 1L << DEGREE | random.nextLong(1L << DEGREE) | 1;
      if (isIrreducible(candidate)) {
        return candidate;
      }
    }
  }

  /**
   * Rabin's test: x^(2^53) is x modulo the polynomial, and, as 53 is a prime, x^2 - x has no factor
   * in common with it.
   */
  static boolean isIrreducible(long polynomial) {
    long power = X;
    for (int i = 0; i < DEGREE; i++) {
      power = product(power, power, polynomial);
    }
    return power == X && commonFactor(polynomial, X_SQUARED_LESS_X) == 1;
  }

  private static long product(long a, long b, long modulus) {
    long product = 0;
    for (int i = DEGREE - 1; i >= 0; i--) {
      product <<= 1;
      if (product >> DEGREE != 0) {
        product ^= modulus;
      }
      if ((b >> i & 1) != 0) {
        product ^= a;
      }
    }
    return product;
  }

  private static long commonFactor(long a, long b) {
    long divisor = a;
    long rest = b;
    while (rest != 0) {
      long next = remainder(divisor, rest);
      divisor = rest;
      rest = next;
    }
    return divisor;
  }

  private static long remainder(long a, long b) {
    long left = a;
    int degree = 63 - Long.numberOfLeadingZeros(b);
    while (left != 0 && 63 - Long.numberOfLeadingZeros(left) >= degree) {
      left ^= b << (63 - Long.numberOfLeadingZeros(left) - degree);
    }
    return left;
  }
}
