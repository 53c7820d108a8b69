package org.strongroom.storage.driver.sftp.ssh;

import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.HostKey;

/** Compares the key that a server shows with the expected one, before any credential is sent. */
final class HostKeyCheck implements HostKeyRepository {
  private final ExpectedHostKey expected;
  private volatile @Nullable HostKey shown;

  HostKeyCheck(ExpectedHostKey expected) {
    this.expected = expected;
  }

  Optional<HostKey> shown() {
    return Optional.ofNullable(shown);
  }

  /** Whether a key was shown and was not the expected one. */
  boolean refused() {
    HostKey key = shown;
    return key != null && !expected.accepts(key);
  }

  @Override
  public int check(String host, byte[] blob) {
    HostKey key = new HostKey(algorithm(blob), Base64.getEncoder().encodeToString(blob));
    shown = key;
    return expected.accepts(key) ? OK : CHANGED;
  }

  /** The blob begins with the algorithm's name, prefixed with its length (RFC 4253, 6.6). */
  private static String algorithm(byte[] blob) {
    int length = blob.length > 4 && blob[0] == 0 && blob[1] == 0 && blob[2] == 0 ? blob[3] : 0;
    return length > 0 && 4 + length <= blob.length
        ? new String(blob, 4, length, java.nio.charset.StandardCharsets.US_ASCII)
        : "unknown";
  }

  @Override
  public void add(com.jcraft.jsch.HostKey key, UserInfo user) {}

  @Override
  public void remove(String host, String type) {}

  @Override
  public void remove(String host, String type, byte[] key) {}

  @Override
  public String getKnownHostsRepositoryID() {
    return "expected host key";
  }

  @Override
  public com.jcraft.jsch.HostKey[] getHostKey() {
    return new com.jcraft.jsch.HostKey[0];
  }

  @Override
  public com.jcraft.jsch.HostKey[] getHostKey(String host, String type) {
    return new com.jcraft.jsch.HostKey[0];
  }
}
