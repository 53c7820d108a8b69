package org.strongroom.storage.repository.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The SHA-256 of what a file stores or of what a blob is before it is packed, which is its name.
 *
 * @param a its first eight bytes, the highest first
 */
public record ContentId(long a, long b, long c, long d) {
  /** Bytes of one. */
  public static final int BYTES = 32;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The id that stands in bytes at an offset. */
  public static ContentId at(byte[] bytes, int offset) {
    return new ContentId(
        (long) LONG.get(bytes, offset),
        (long) LONG.get(bytes, offset + 8),
        (long) LONG.get(bytes, offset + 16),
        (long) LONG.get(bytes, offset + 24));
  }

  /** The id of a content. */
  public static ContentId of(byte[] content, int offset, int length) {
    MessageDigest digest = sha256();
    digest.update(content, offset, length);
    return at(digest.digest(), 0);
  }

  /** The id of a content. */
  public static ContentId of(byte[] content) {
    return of(content, 0, content.length);
  }

  /** A digest that gives ids. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of 64 lower-case hexadecimal digits; empty for anything else. */
  public static Optional<ContentId> parse(String text) {
    if (text.length() != 2 * BYTES) {
      return Optional.empty();
    }
    long[] words = new long[BYTES / Long.BYTES];
    int all = 0;
    for (int i = 0; i < 2 * BYTES; i++) {
      int digit = digit(text.charAt(i));
      all |= digit;
      words[i / 16] = words[i / 16] << 4 | (digit & 15);
    }
    return all < 0
        ? Optional.empty()
        : Optional.of(new ContentId(words[0], words[1], words[2], words[3]));
  }

  /** Its value, or -1. A tree of a disk of a tebibyte has thirty million of them. */
  private static int digit(char digit) {
    if (digit >= '0' && digit <= '9') {
      return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
  }

  /** As {@link #parse}, of what a file of the repository says. */
  public static ContentId parsed(String text) throws RepositoryException {
    return parse(text)
        .orElseThrow(
            () -> RepositoryException.damaged("an id is not one of 64 hexadecimal digits"));
  }

  /** Puts it into bytes. */
  public void put(byte[] target, int offset) {
    LONG.set(target, offset, a);
    LONG.set(target, offset + 8, b);
    LONG.set(target, offset + 16, c);
    LONG.set(target, offset + 24, d);
  }

  /** 64 lower-case hexadecimal digits. */
  public String hex() {
    byte[] bytes = new byte[BYTES];
    put(bytes, 0);
    return HexFormat.of().formatHex(bytes);
  }

  /** The first digits, as people are shown. */
  public String brief() {
    return hex().substring(0, 8);
  }

  @Override
  public int hashCode() {
    return (int) a;
  }

  @Override
  public String toString() {
    return hex();
  }
}
