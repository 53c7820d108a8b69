package org.strongroom.storage.driver.sftp.ssh;

import org.strongroom.storage.driver.HostKey;

/** Which host key a server must show before it is sent a credential. */
public sealed interface ExpectedHostKey {

  /** Any key at the first connection; the same from then on. */
  record TrustOnFirstUse() implements ExpectedHostKey {}

  /**
   * The key, of whatever algorithm, that has this fingerprint.
   *
   * @param sha256 {@code SHA256:…} as {@link HostKey#sha256()} and OpenSSH print it
   */
  record Fingerprint(String sha256) implements ExpectedHostKey {}

  /** This key and no other. */
  record Pinned(HostKey key) implements ExpectedHostKey {}

  default boolean accepts(HostKey shown) {
    return switch (this) {
      case TrustOnFirstUse() -> true;
      case Fingerprint(String sha256) -> shown.sha256().equals(sha256);
      case Pinned(HostKey key) -> shown.equals(key);
    };
  }

  /** The fingerprint for a message. */
  default String describe() {
    return switch (this) {
      case TrustOnFirstUse() -> "any";
      case Fingerprint(String sha256) -> sha256;
      case Pinned(HostKey key) -> key.sha256();
    };
  }
}
