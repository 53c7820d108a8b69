package org.strongroom.server.query.mapping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What people compare host keys by. */
final class Fingerprint {
  private Fingerprint() {}

  /**
   * {@code SHA256:…} of a key that is written as its algorithm and Base64, as ssh-keygen shows it.
   */
  static String of(String hostKey) {
    byte[] key =
        Base64.getDecoder()
            .decode(
                hostKey.substring(hostKey.indexOf(' ') + 1).getBytes(StandardCharsets.US_ASCII));
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
