package org.strongroom.storage.driver;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An SSH host key.
 *
 * @param algorithm such as {@code ssh-ed25519}
 * @param base64 the public key in SSH wire form, as it stands in {@code known_hosts}
 */
public record HostKey(String algorithm, String base64) {

  public static HostKey of(String algorithm, byte[] blob) {
    return new HostKey(algorithm, Base64.getEncoder().encodeToString(blob));
  }

  /** {@code SHA256:} and unpadded Base64, as OpenSSH prints it: the trust anchor. */
  public String sha256() {
    return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash("SHA-256"));
  }

  /** Sixteen octets in lower-case hexadecimal with colons (RFC 4716, section 4): a label only. */
  public String md5() {
    return HexFormat.ofDelimiter(":").formatHex(hash("MD5"));
  }

  private byte[] hash(String algorithmName) {
    try {
      return MessageDigest.getInstance(algorithmName).digest(Base64.getDecoder().decode(base64));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return algorithm + " " + sha256();
  }
}
