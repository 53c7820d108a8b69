package org.strongroom.storage.driver.swift;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What stores compare bytes with when they arrive. */
final class Md5 {
  private Md5() {}

  static String hex(byte[] bytes) {
    return hex(bytes, bytes.length);
  }

  static String hex(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(bytes, 0, length);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
