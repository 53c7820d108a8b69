package org.strongroom.server.image.upload;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A digest that the sender of a body tells with it.
 *
 * @param header where it stood
 * @param algorithm as the JDK calls it
 * @param value hexadecimal, lower case
 */
public record OfferedDigest(String header, String algorithm, String value) {

  public OfferedDigest(String header, String algorithm, byte[] value) {
    this(header, algorithm, HexFormat.of().formatHex(value));
  }

  MessageDigest begin() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
