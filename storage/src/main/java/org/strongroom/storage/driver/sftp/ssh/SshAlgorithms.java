package org.strongroom.storage.driver.sftp.ssh;

import com.jcraft.jsch.Session;

/** What SSH connections are agreed on with, the cheapest first. */
public final class SshAlgorithms {
  /** AES-GCM costs a third of the CPU of the usual first choice, chacha20. */
  private static final String CIPHERS =
      "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,"
          + ChaCha20Poly1305.NAME;

  private static final String KEY_EXCHANGES =
      "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,"
          + "diffie-hellman-group16-sha512,diffie-hellman-group14-sha256,"
          // for servers that are set to one of these alone
          + "ecdh-sha2-nistp521,diffie-hellman-group18-sha512,"
          + "diffie-hellman-group-exchange-sha256,mlkem768x25519-sha256";

  private SshAlgorithms() {}

  /** Sets a session up with them; to be done before it is connected. */
  public static void set(Session session) {
    session.setConfig("kex", KEY_EXCHANGES);
    session.setConfig(ChaCha20Poly1305.NAME, ChaCha20Poly1305.class.getName());
    session.setConfig("cipher.c2s", CIPHERS);
    session.setConfig("cipher.s2c", CIPHERS);
    session.setConfig("compression.c2s", "none");
    session.setConfig("compression.s2c", "none");
  }
}
