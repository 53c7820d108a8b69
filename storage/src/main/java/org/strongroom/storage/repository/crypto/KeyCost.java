package org.strongroom.storage.repository.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.SCrypt;
import org.strongroom.storage.repository.file.RepositoryException;

/**
 * What guessing a password costs: the parameters of scrypt.
 *
 * @param n a power of two; 128 × n × r bytes of memory are needed
 */
public record KeyCost(int n, int r, int p) {
  /** 32 MiB, and some tenths of a second. */
  public static final KeyCost USUAL = new KeyCost(1 << 15, 8, 2);

  private static final long MOST_MEMORY = 256L << 20;
  private static final long MOST_WORK = 1L << 27;

  /**
   * @throws RepositoryException if the numbers cannot be, or would take more memory or time than an
   *     honest key file
   */
  static KeyCost checked(long n, long r, long p) throws RepositoryException {
    if (n < 2
        || n > 1 << 24
        || Long.bitCount(n) != 1
        || r < 1
        || r > 1 << 10
        || p < 1
        || p > 1 << 10
        || 128 * n * r > MOST_MEMORY
        || n * r * p > MOST_WORK) {
      throw new RepositoryException(
          RepositoryException.Reason.UNSUPPORTED,
          "a key file asks for scrypt with n=%d, r=%d, p=%d".formatted(n, r, p));
    }
    return new KeyCost((int) n, (int) r, (int) p);
  }

  /** The key that a password gives. */
  MasterKey derive(String password, byte[] salt) {
    byte[] derived =
        SCrypt.generate(
            password.getBytes(StandardCharsets.UTF_8),
            salt,
            n,
            r,
            p,
            MasterKey.CIPHER_BYTES + 2 * MasterKey.HALF_TAG_BYTES);
    int k = MasterKey.CIPHER_BYTES;
    int endOfK = k + MasterKey.HALF_TAG_BYTES;
    return new MasterKey(
        Arrays.copyOfRange(derived, 0, k),
        Arrays.copyOfRange(derived, k, endOfK),
        Arrays.copyOfRange(derived, endOfK, derived.length));
  }
}
