package org.strongroom.storage.driver.sftp;

import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;
import org.strongroom.storage.driver.sftp.ssh.SshLogin;

/**
 * Where an SFTP storage is and how to get in.
 *
 * @param host an IPv4 or IPv6 address without brackets, or a host name
 * @param allowUnsynced whether the server is used although it cannot bring files to its disk
 * @param rootPath the storage's directory: absolute, or relative to the login's home
 */
public record SftpEndpoint(
    String host,
    int port,
    String username,
    SshCredential credential,
    String rootPath,
    ExpectedHostKey hostKey,
    boolean allowUnsynced) {

  /** One whose server has to be able to sync. */
  public SftpEndpoint(
      String host,
      int port,
      String username,
      SshCredential credential,
      String rootPath,
      ExpectedHostKey hostKey) {
    this(host, port, username, credential, rootPath, hostKey, false);
  }

  SshLogin login(ExpectedHostKey expected) {
    return new SshLogin(host, port, username, credential, expected);
  }
}
