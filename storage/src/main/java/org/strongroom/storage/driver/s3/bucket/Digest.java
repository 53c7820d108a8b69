package org.strongroom.storage.driver.s3.bucket;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.strongroom.storage.driver.DigestAlgorithm;

/** A digest that can be gone on with from the same point more than once. */
public final class Digest {
  private final MessageDigest digest;

  private Digest(MessageDigest digest) {
    this.digest = digest;
  }

  public static Digest of(DigestAlgorithm algorithm) {
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

  public void update(byte[] bytes, int count) {
    digest.update(bytes, 0, count);
  }

  /** A digest in the form of Content-MD5. */
  public static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  /** In lower-case hexadecimal; ends the digest. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
