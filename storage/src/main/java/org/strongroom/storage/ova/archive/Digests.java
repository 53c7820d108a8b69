package org.strongroom.storage.ova.archive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.strongroom.storage.driver.DigestAlgorithm;

/** Digests of the JDK, which has all of them. */
public final class Digests {
  private Digests() {}

  public static MessageDigest start(DigestAlgorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.javaName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
