package org.strongroom.server.identity;

import java.security.SecureRandom;
import java.util.Base64;
import org.strongroom.server.secret.TextDigest;

/** The texts that stand for tokens: random, URL-safe, and kept as digests only. */
final class TokenText {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TOKEN_BYTES = 32;
  private static final int AUDIT_BYTES = 16;

  private TokenText() {}

  static String random() {
    return random(TOKEN_BYTES);
  }

  static String randomAuditId() {
    return random(AUDIT_BYTES);
  }

  private static String random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String digest(String text) {
    return TextDigest.of(text);
  }
}
