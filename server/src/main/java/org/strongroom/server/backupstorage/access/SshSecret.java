package org.strongroom.server.backupstorage.access;

/** What proves a log-in to a server: a password or a private key. Never shown. */
public sealed interface SshSecret {
  /** A password. */
  record Password(String text) implements SshSecret {
    @Override
    public String toString() {
      return "Password[***]";
    }
  }

  /** A private key in PEM or OpenSSH form. */
  record PrivateKey(String text) implements SshSecret {
    @Override
    public String toString() {
      return "PrivateKey[***]";
    }
  }
}
