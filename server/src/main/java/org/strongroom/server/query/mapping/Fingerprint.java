package org.strongroom.server.query.mapping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** What people compare host keys by. */
final class Fingerprint {
  private Fingerprint() {}

  /**
   * {@code SHA256:…} of a key that is written as its algorithm and Base64, as ssh-keygen shows it.
   */
  static String of(String hostKey) {
    return "SHA256:"
        + Base64.getEncoder().withoutPadding().encodeToString(digest("SHA-256", hostKey));
  }

  /** The MD5 of such a key in octets, as RFC 4716 section 4 writes it. */
  static String md5Of(String hostKey) {
    return HexFormat.ofDelimiter(":").formatHex(digest("MD5", hostKey));
  }

  private static byte[] digest(String algorithm, String hostKey) {
    byte[] key =
        Base64.getDecoder()
            .decode(
                hostKey.substring(hostKey.indexOf(' ') + 1).getBytes(StandardCharsets.US_ASCII));
    try {
      return MessageDigest.getInstance(algorithm).digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
