package org.strongroom.server.secret;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * The one store of passwords: argon2id (19 MiB, 2 passes) of the SHA-512 in hexadecimal, which is
 * what existing clients send. At most two are computed at a time, so that log-ins cannot use up
 * memory and processors.
 */
public final class PasswordHash {
  private static final Argon2Function ARGON2 =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);
  private static final Semaphore AT_ONCE = new Semaphore(2);

  /** What is compared with when there is nothing to compare with. */
  private static final String NOBODYS_HASH = of(sha512(UUID.randomUUID().toString()));

  private PasswordHash() {}

  /** What clients send for a password. */
  public static String sha512(String password) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-512")
                  .digest(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is kept for a password of which this is the SHA-512. */
  public static String of(String sha512) {
    AT_ONCE.acquireUninterruptibly();
    try {
      return Password.hash(sha512.toLowerCase(Locale.ROOT))
          .addRandomSalt(16)
          .with(ARGON2)
          .getResult();
    } finally {
      AT_ONCE.release();
    }
  }

  /**
   * Whether this is the SHA-512 of the password that was kept. If none was, as for an unknown user,
   * the answer takes as long, so that the time tells nothing.
   */
  public static boolean matches(String sha512, Optional<String> kept) {
    boolean matches = matches(sha512, kept.orElse(NOBODYS_HASH));
    return matches && kept.isPresent();
  }

  /** Whether this is the SHA-512 of the password that was kept. */
  public static boolean matches(String sha512, String kept) {
    AT_ONCE.acquireUninterruptibly();
    try {
      return Password.check(sha512.toLowerCase(Locale.ROOT), kept)
          .with(Argon2Function.getInstanceFromHash(kept));
    } finally {
      AT_ONCE.release();
    }
  }
}
