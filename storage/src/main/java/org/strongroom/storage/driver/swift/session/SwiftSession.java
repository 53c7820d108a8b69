package org.strongroom.storage.driver.swift.session;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/**
 * A token and where it is good.
 *
 * @param storage the address of the account, without a slash at its end
 * @param asked when it was asked for
 * @param renewal when another one is asked for
 */
public record SwiftSession(String token, URI storage, Instant asked, Instant renewal) {
  /** A call that begins with a token has to be let in before the token ends. */
  private static final Duration EARLY = Duration.ofMinutes(5);

  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");

  static SwiftSession of(String token, String storage, Instant asked, Duration life, URI authUrl)
      throws StorageException {
    if (!TOKEN.matcher(token).matches()) {
      throw new StorageException(Reason.FAILED, authUrl + " answers without a token");
    }
    Duration used =
        life.compareTo(EARLY.multipliedBy(2)) > 0 ? life.minus(EARLY) : life.dividedBy(2);
    return new SwiftSession(token, storageUri(storage, authUrl), asked, asked.plus(used));
  }

  private static URI storageUri(String text, URI authUrl) throws StorageException {
    URI uri;
    try {
      uri = URI.create(text.strip().replaceFirst("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw new StorageException(
          Reason.FAILED, authUrl + " tells an address of the object store that is none", e);
    }
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    if (!(http || "https".equalsIgnoreCase(uri.getScheme()))
        || uri.getRawAuthority() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new StorageException(
          Reason.FAILED, authUrl + " tells no http address of the object store: '" + text + "'");
    }
    return uri;
  }

  /** One from later than now was asked for before the clock was set back. */
  boolean isGood(Instant now) {
    return !now.isBefore(asked) && now.isBefore(renewal);
  }

  @Override
  public String toString() {
    return "SwiftSession[" + storage + ", ***]";
  }
}
