package org.strongroom.server.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * How passwords are hashed: argon2id (RFC 9106) in one lane, with a random salt, written as {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. What was written names its cost, and is compared at
 * that.
 *
 * @param kibibytes of memory that a hash takes, at least 8
 * @param passes over that memory, at least 1
 */
public record Argon2id(int kibibytes, int passes) {
  private static final int SALT = 16;
  private static final int LENGTH = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Bounded, or a damaged row could ask for all memory there is. */
  private static final Pattern WRITTEN =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=1\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  /** The hash of a text with a salt of its own. */
  public String hash(String text) {
    byte[] salt = new byte[SALT];
    RANDOM.nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(
            kibibytes,
            passes,
            base64.encodeToString(salt),
            base64.encodeToString(hash(text, salt, LENGTH)));
  }

  /**
   * Whether a hash is this text's; takes as long either way.
   *
   * @throws IllegalStateException if it is not as {@link #hash(String)} writes them
   */
  public static boolean matches(String text, String written) {
    Matcher parts = WRITTEN.matcher(written);
    if (!parts.matches()) {
      throw new IllegalStateException("what is kept for a password is not one of our hashes");
    }
    byte[] hash = Base64.getDecoder().decode(parts.group(4));
    var cost = new Argon2id(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    byte[] salt = Base64.getDecoder().decode(parts.group(3));
    return MessageDigest.isEqual(hash, cost.hash(text, salt, hash.length));
  }

  private byte[] hash(String text, byte[] salt, int length) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(kibibytes)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[length];
    generator.generateBytes(text.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }
}
