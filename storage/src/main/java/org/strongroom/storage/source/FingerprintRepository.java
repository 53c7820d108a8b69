package org.strongroom.storage.source;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.util.Optional;

/** Believes every host key, or only the one with the fingerprint that was given. */
final class FingerprintRepository implements HostKeyRepository {
  private final Optional<String> expected;

  /**
   * @param expected {@code SHA256:} and Base64, as OpenSSH prints it
   */
  FingerprintRepository(Optional<String> expected) {
    this.expected = expected.map(text -> text.replaceAll("=+$", ""));
  }

  @Override
  public int check(String host, byte[] key) {
    String sha256 = org.strongroom.storage.driver.HostKey.of("", key).sha256();
    return expected.isEmpty() || expected.get().equals(sha256) ? OK : CHANGED;
  }

  @Override
  public void add(HostKey hostkey, UserInfo ui) {}

  @Override
  public void remove(String host, String type) {}

  @Override
  public void remove(String host, String type, byte[] key) {}

  @Override
  public String getKnownHostsRepositoryID() {
    return "the url";
  }

  @Override
  public HostKey[] getHostKey() {
    return new HostKey[0];
  }

  @Override
  public HostKey[] getHostKey(String host, String type) {
    return new HostKey[0];
  }
}
