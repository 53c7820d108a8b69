package org.strongroom.server.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.RetryLaterException;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.lane.AbandonedException;
import org.strongroom.server.lane.FairLane;
import org.strongroom.server.lane.FullLaneException;

/**
 * The one store of passwords: argon2id (19 MiB, 2 passes) of the SHA-512 in hexadecimal, which is
 * what existing clients send. Hashes are computed on platform threads of their own, fewer than
 * there are cores, and sources of requests take turns, so that log-ins cannot use up memory and
 * processors.
 */
public final class PasswordHash {
  private static final Argon2id COST = new Argon2id(19_456, 2);
  private static final int MOST_WAITING = 128;
  private static final FairLane HASHING = hashing();

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

  private static FairLane hashing() {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    return new FairLane("password-hash", threads, threads, MOST_WAITING);
  }

  /**
   * What is kept for a password of which this is the SHA-512.
   *
   * @throws RetryLaterException SYS.1013 if too many wait for a hash already
   */
  public static String of(String sha512) {
    return hashed(() -> COST.hash(sha512.toLowerCase(Locale.ROOT)));
  }

  /**
   * Whether this is the SHA-512 of the password that was kept. If none was, as for an unknown user,
   * the answer takes as long, so that the time tells nothing.
   *
   * @throws RetryLaterException SYS.1013 if too many wait for a hash already
   */
  public static boolean matches(String sha512, Optional<String> kept, Turn turn) {
    String compared = kept.orElseGet(() -> Nobody.HASH);
    return hashed(() -> {
      turn.begins();
      boolean matches = isOf(sha512, compared) && kept.isPresent();
      turn.ended(matches);
      return matches;
    });
  }

  /** Told of a comparison by the thread that makes it, so before that begins another one. */
  public interface Turn {
    /** It is this one's turn to be computed; what this throws passes through. */
    void begins();

    /** It is computed. */
    void ended(boolean matches);
  }

  /**
   * Whether this is the SHA-512 of the password that was kept.
   *
   * @throws RetryLaterException SYS.1013 if too many wait for a hash already
   */
  public static boolean matches(String sha512, String kept) {
    return hashed(() -> isOf(sha512, kept));
  }

  private static boolean isOf(String sha512, String kept) {
    return Argon2id.matches(sha512.toLowerCase(Locale.ROOT), kept);
  }

  private static <T> T hashed(Supplier<T> work) {
    Origin origin = Origin.current();
    try {
      return HASHING.call(origin.source(), origin::clientGone, ended -> work.get());
    } catch (FullLaneException e) {
      throw new RetryLaterException(
          ErrorCode.OVERLOADED,
          "too many log-ins wait already; try again in a few seconds",
          Duration.ofSeconds(5));
    } catch (AbandonedException e) {
      throw new ApiException(ErrorCode.CANCELLED, "nobody waits for the answer any more");
    }
  }

  /** Apart, because it is made on another thread, which would wait for this class to be ready. */
  private static final class Nobody {
    /** What is compared with when there is nothing to compare with. */
    static final String HASH = of(sha512(UUID.randomUUID().toString()));
  }
}
