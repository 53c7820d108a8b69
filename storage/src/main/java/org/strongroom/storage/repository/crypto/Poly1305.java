package org.strongroom.storage.repository.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The authenticator Poly1305 (RFC 8439, section 2.5) over a message that is there as a whole. Its
 * 130 bits are five limbs of 26 in longs, a form that both compilers of the JDK make fast code of,
 * the first one too, and soon: a megabyte is one call.
 *
 * <p>Takes the same time for any key and any message of the same length.
 */
final class Poly1305 {
  static final int TAG = 16;

  private static final int BLOCK = 16;
  private static final int LIMB = 26;
  private static final long MASK = (1L << LIMB) - 1;

  /** The bit after the bytes of a whole block, in the highest limb. */
  private static final long WHOLE = 1L << 24;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long r0;
  private final long r1;
  private final long r2;
  private final long r3;
  private final long r4;

  private long h0;
  private long h1;
  private long h2;
  private long h3;
  private long h4;

  private Poly1305(byte[] r) {
    long low = (long) LONG.get(r, 0);
    long high = (long) LONG.get(r, 8);
    r0 = low & MASK;
    r1 = low >>> LIMB & MASK;
    r2 = (low >>> 52 | high << 12) & MASK;
    r3 = high >>> 14 & MASK;
    r4 = high >>> 40;
  }

  /**
   * Puts the tag of a message into {@code target}.
   *
   * @param r 16 bytes, the bits that are not used cleared
   * @param s 16 bytes that are added at the end: of one message only
   */
  static void tag(
      byte[] r, byte[] s, byte[] message, int offset, int length, byte[] target, int targetOffset) {
    var state = new Poly1305(r);
    int whole = length / BLOCK * BLOCK;
    state.add(message, offset, whole, WHOLE);
    if (whole < length) {
      byte[] last = new byte[BLOCK];
      System.arraycopy(message, offset + whole, last, 0, length - whole);
      last[length - whole] = 1;
      state.add(last, 0, BLOCK, 0);
      Arrays.fill(last, (byte) 0);
    }
    state.end(s, target, targetOffset);
  }

  /** Adds blocks, multiplying by r modulo 2^130 - 5 after each. */
  private void add(byte[] message, int offset, int length, long top) {
    long a0 = h0;
    long a1 = h1;
    long a2 = h2;
    long a3 = h3;
    long a4 = h4;
    long s1 = 5 * r1;
    long s2 = 5 * r2;
    long s3 = 5 * r3;
    long s4 = 5 * r4;
    for (int at = offset; at < offset + length; at += BLOCK) {
      long low = (long) LONG.get(message, at);
      long high = (long) LONG.get(message, at + 8);
      a0 += low & MASK;
      a1 += low >>> LIMB & MASK;
      a2 += (low >>> 52 | high << 12) & MASK;
      a3 += high >>> 14 & MASK;
      a4 += high >>> 40 | top;
      // Each factor has 29 bits at most, so that five products fit by far.
      long d0 = a0 * r0 + a1 * s4 + a2 * s3 + a3 * s2 + a4 * s1;
      long d1 = a0 * r1 + a1 * r0 + a2 * s4 + a3 * s3 + a4 * s2;
      long d2 = a0 * r2 + a1 * r1 + a2 * r0 + a3 * s4 + a4 * s3;
      long d3 = a0 * r3 + a1 * r2 + a2 * r1 + a3 * r0 + a4 * s4;
      long d4 = a0 * r4 + a1 * r3 + a2 * r2 + a3 * r1 + a4 * r0;
      d1 += d0 >>> LIMB;
      d2 += d1 >>> LIMB;
      d3 += d2 >>> LIMB;
      d4 += d3 >>> LIMB;
      a0 = (d0 & MASK) + 5 * (d4 >>> LIMB);
      a1 = (d1 & MASK) + (a0 >>> LIMB);
      a0 &= MASK;
      a2 = d2 & MASK;
      a3 = d3 & MASK;
      a4 = d4 & MASK;
    }
    h0 = a0;
    h1 = a1;
    h2 = a2;
    h3 = a3;
    h4 = a4;
  }

  /** Reduces the sum to below 2^130 - 5, and adds s modulo 2^128. */
  private void end(byte[] s, byte[] target, int offset) {
    carry();
    carry();
    // The sum less 2^130 - 5, which is the one to take unless it is negative.
    long g0 = h0 + 5;
    long g1 = h1 + (g0 >>> LIMB);
    long g2 = h2 + (g1 >>> LIMB);
    long g3 = h3 + (g2 >>> LIMB);
    long g4 = h4 + (g3 >>> LIMB);
    long take = -(g4 >>> LIMB);
    h0 = (h0 & ~take) | (g0 & MASK & take);
    h1 = (h1 & ~take) | (g1 & MASK & take);
    h2 = (h2 & ~take) | (g2 & MASK & take);
    h3 = (h3 & ~take) | (g3 & MASK & take);
    h4 = (h4 & ~take) | (g4 & MASK & take);
    long sum = h0 | h1 << LIMB | h2 << 52;
    long low = sum + (long) LONG.get(s, 0);
    // The carry of an unsigned addition, without a branch.
    long carry = ((sum & (long) LONG.get(s, 0)) | ((sum | (long) LONG.get(s, 0)) & ~low)) >>> 63;
    long high = (h2 >>> 12 | h3 << 14 | h4 << 40) + (long) LONG.get(s, 8) + carry;
    LONG.set(target, offset, low);
    LONG.set(target, offset + 8, high);
  }

  private void carry() {
    h1 += h0 >>> LIMB;
    h0 &= MASK;
    h2 += h1 >>> LIMB;
    h1 &= MASK;
    h3 += h2 >>> LIMB;
    h2 &= MASK;
    h4 += h3 >>> LIMB;
    h3 &= MASK;
    h0 += 5 * (h4 >>> LIMB);
    h4 &= MASK;
  }
}
