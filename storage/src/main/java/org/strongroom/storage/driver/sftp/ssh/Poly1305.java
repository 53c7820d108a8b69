package org.strongroom.storage.driver.sftp.ssh;

/** The authenticator of RFC 8439, section 2.5, over numbers of five limbs of 26 bits. */
final class Poly1305 {
  static final int BYTES = 16;

  private static final long MASK = 0x3ffffff;

  private final long[] r = new long[5];
  private final long[] h = new long[5];
  private final long[] pad = new long[4];

  /**
   * @param key 32 bytes, for one message only
   */
  Poly1305(byte[] key) {
    r[0] = number(key, 0) & 0x3ffffff;
    r[1] = (number(key, 3) >>> 2) & 0x3ffff03;
    r[2] = (number(key, 6) >>> 4) & 0x3ffc0ff;
    r[3] = (number(key, 9) >>> 6) & 0x3f03fff;
    r[4] = (number(key, 12) >>> 8) & 0x00fffff;
    for (int i = 0; i < 4; i++) {
      pad[i] = number(key, BYTES + 4 * i);
    }
  }

  /** The tag of a message. */
  byte[] tag(byte[] message, int offset, int length) {
    int at = offset;
    int end = offset + length;
    for (; end - at >= BYTES; at += BYTES) {
      add(message, at, 1L << 24);
    }
    if (at < end) {
      byte[] last = new byte[BYTES];
      System.arraycopy(message, at, last, 0, end - at);
      last[end - at] = 1;
      add(last, 0, 0);
    }
    return finish();
  }

  private void add(byte[] block, int at, long high) {
    h[0] += number(block, at) & MASK;
    h[1] += (number(block, at + 3) >>> 2) & MASK;
    h[2] += (number(block, at + 6) >>> 4) & MASK;
    h[3] += (number(block, at + 9) >>> 6) & MASK;
    h[4] += (number(block, at + 12) >>> 8) | high;
    long s1 = r[1] * 5;
    long s2 = r[2] * 5;
    long s3 = r[3] * 5;
    long s4 = r[4] * 5;
    long d0 = h[0] * r[0] + h[1] * s4 + h[2] * s3 + h[3] * s2 + h[4] * s1;
    long d1 = h[0] * r[1] + h[1] * r[0] + h[2] * s4 + h[3] * s3 + h[4] * s2;
    long d2 = h[0] * r[2] + h[1] * r[1] + h[2] * r[0] + h[3] * s4 + h[4] * s3;
    long d3 = h[0] * r[3] + h[1] * r[2] + h[2] * r[1] + h[3] * r[0] + h[4] * s4;
    long d4 = h[0] * r[4] + h[1] * r[3] + h[2] * r[2] + h[3] * r[1] + h[4] * r[0];
    d1 += d0 >>> 26;
    d2 += d1 >>> 26;
    d3 += d2 >>> 26;
    d4 += d3 >>> 26;
    h[0] = (d0 & MASK) + (d4 >>> 26) * 5;
    h[1] = (d1 & MASK) + (h[0] >>> 26);
    h[0] &= MASK;
    h[2] = d2 & MASK;
    h[3] = d3 & MASK;
    h[4] = d4 & MASK;
  }

  private byte[] finish() {
    carry(h);
    // h - (2^130 - 5), taken instead of h if it is not negative; without a branch on secrets.
    long[] g = h.clone();
    g[0] += 5;
    for (int i = 0; i < 4; i++) {
      g[i + 1] += g[i] >>> 26;
      g[i] &= MASK;
    }
    g[4] -= 1L << 26;
    long keep = g[4] >> 63;
    for (int i = 0; i < 5; i++) {
      h[i] = (h[i] & keep) | (g[i] & ~keep);
    }
    long[] words = {
      h[0] | (h[1] << 26),
      (h[1] >>> 6) | (h[2] << 20),
      (h[2] >>> 12) | (h[3] << 14),
      (h[3] >>> 18) | (h[4] << 8)
    };
    byte[] tag = new byte[BYTES];
    long sum = 0;
    for (int i = 0; i < 4; i++) {
      sum = (sum >>> 32) + (words[i] & 0xffffffffL) + pad[i];
      for (int octet = 0; octet < 4; octet++) {
        tag[4 * i + octet] = (byte) (sum >>> (8 * octet));
      }
    }
    return tag;
  }

  private static void carry(long[] limbs) {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 4; i++) {
        limbs[i + 1] += limbs[i] >>> 26;
        limbs[i] &= MASK;
      }
      limbs[0] += (limbs[4] >>> 26) * 5;
      limbs[4] &= MASK;
    }
    limbs[1] += limbs[0] >>> 26;
    limbs[0] &= MASK;
  }

  /** Four bytes, the lowest first. */
  private static long number(byte[] bytes, int at) {
    return (bytes[at] & 0xffL)
        | ((bytes[at + 1] & 0xffL) << 8)
        | ((bytes[at + 2] & 0xffL) << 16)
        | ((bytes[at + 3] & 0xffL) << 24);
  }
}
