package org.strongroom.storage.bucket;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.strongroom.storage.driver.DigestAlgorithm;

/** A digest that can be gone on with from the same point more than once. */
final class Digest {
  private final MessageDigest digest;

  private Digest(MessageDigest digest) {
    this.digest = digest;
  }

  static Digest of(DigestAlgorithm algorithm) {
    try {
      return new Digest(MessageDigest.getInstance(algorithm.javaName()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Digest copy() {
    try {
      return new Digest((MessageDigest) digest.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  void update(byte[] bytes, int count) {
    digest.update(bytes, 0, count);
  }

  /** In lower-case hexadecimal; ends the digest. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
