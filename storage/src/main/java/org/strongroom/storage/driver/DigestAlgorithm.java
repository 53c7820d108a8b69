package org.strongroom.storage.driver;

/**
 * Digests that can be asked for. SHA-256 is what proves that bytes are intact; the others serve
 * clients that ask.
 */
public enum DigestAlgorithm {
  MD5("MD5", "md5"),
  SHA1("SHA-1", "sha1"),
  SHA256("SHA-256", "sha256"),
  SHA384("SHA-384", "sha384"),
  SHA512("SHA-512", "sha512");

  private final String javaName;
  private final String toolName;

  DigestAlgorithm(String javaName, String toolName) {
    this.javaName = javaName;
    this.toolName = toolName;
  }

  /** The name that {@link java.security.MessageDigest} knows. */
  public String javaName() {
    return javaName;
  }

  /** The name in {@code openssl dgst -<name>} and {@code <name>sum}. */
  public String toolName() {
    return toolName;
  }
}
