package org.strongroom.server.backupnode;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Makes the texts that are shown in the place of passwords: the form that clients know, {@code
 * aes-ctr:} and Base64 of a number, a colon and eight octets, all of it random and of one length,
 * so that nothing can be made of it.
 */
final class ShownPassword {
  private static final String PREFIX = "aes-ctr:";
  private static final long SMALLEST = 1_000_000_000_000_000_000L; // of nineteen digits
  private static final int OCTETS = 8;

  private final RandomGenerator random;

  ShownPassword(RandomGenerator random) {
    this.random = random;
  }

  String next() {
    byte[] number =
        (random.nextLong(SMALLEST, Long.MAX_VALUE) + ":").getBytes(StandardCharsets.US_ASCII);
    byte[] octets = new byte[OCTETS];
    random.nextBytes(octets);
    byte[] all = java.util.Arrays.copyOf(number, number.length + OCTETS);
    System.arraycopy(octets, 0, all, number.length, OCTETS);
    return PREFIX + Base64.getEncoder().encodeToString(all);
  }
}
