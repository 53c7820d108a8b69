package org.strongroom.storage.driver.sftp;

import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;
import org.strongroom.storage.driver.sftp.ssh.SshLogin;

/**
 * Where an SFTP storage is and how to get in.
 *
 * @param host an IPv4 or IPv6 address without brackets, or a host name
 * @param rootPath the storage's directory: absolute, or relative to the login's home
 */
public record SftpEndpoint(
    String host,
    int port,
    String username,
    SshCredential credential,
    String rootPath,
    ExpectedHostKey hostKey) {

  SshLogin login(ExpectedHostKey expected) {
    return new SshLogin(host, port, username, credential, expected);
  }
}
