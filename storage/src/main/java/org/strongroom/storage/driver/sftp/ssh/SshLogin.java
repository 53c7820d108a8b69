package org.strongroom.storage.driver.sftp.ssh;

/**
 * Where and as whom to log in.
 *
 * @param host an IPv4 or IPv6 address without brackets, or a host name
 */
public record SshLogin(
    String host, int port, String username, SshCredential credential, ExpectedHostKey hostKey) {

  public SshLogin withHostKey(ExpectedHostKey key) {
    return new SshLogin(host, port, username, credential, key);
  }

  /** For messages: {@code user@host:port}. */
  public String address() {
    return username + "@" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
