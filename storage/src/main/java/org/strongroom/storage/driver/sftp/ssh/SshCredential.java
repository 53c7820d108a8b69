package org.strongroom.storage.driver.sftp.ssh;

import java.util.Optional;

/** What a user proves itself with. Never shown by {@code toString}. */
public sealed interface SshCredential {

  /** Sent over the encrypted connection once the host key is known to be right. */
  record Password(String password) implements SshCredential {
    @Override
    public String toString() {
      return "Password[***]";
    }
  }

  /**
   * @param text a private key as it stands in its file: OpenSSH, PEM or PuTTY form
   * @param passphrase what the key is encrypted with, if it is
   */
  record PrivateKey(String text, Optional<String> passphrase) implements SshCredential {
    @Override
    public String toString() {
      return "PrivateKey[***]";
    }
  }
}
