package org.strongroom.server.face.zstack;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of a file (RFC 9110, section 14).
 *
 * @param length 0 for a range that no byte satisfies
 */
record ByteRange(long start, long length) {
  private static final Pattern SINGLE = Pattern.compile("(?i)bytes=(\\d*)-(\\d*)");
  private static final int DIGITS_OF_A_LONG = 18;

  /**
   * Reads a {@code Range} header.
   *
   * @return empty if there is none, or one that may be passed over: malformed, or of several ranges
   */
  static Optional<ByteRange> of(@org.jspecify.annotations.Nullable String header, long size) {
    if (header == null) {
      return Optional.empty();
    }
    Matcher single = SINGLE.matcher(header.replace(" ", ""));
    if (!single.matches() || (single.group(1).isEmpty() && single.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (single.group(1).isEmpty()) {
      long last = Math.min(size, number(single.group(2)));
      return Optional.of(new ByteRange(size - last, last));
    }
    long start = number(single.group(1));
    long end = single.group(2).isEmpty() ? Long.MAX_VALUE - 1 : number(single.group(2));
    if (end < start) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(start, Math.max(0, Math.min(size, end + 1) - start)));
  }

  /** What is beyond all files is only known to be so. */
  private static long number(String digits) {
    return digits.length() > DIGITS_OF_A_LONG ? Long.MAX_VALUE - 1 : Long.parseLong(digits);
  }

  boolean satisfiable() {
    return length > 0;
  }

  /** The {@code Content-Range} of the answer. */
  String contentRange(long size) {
    return satisfiable()
        ? "bytes %d-%d/%d".formatted(start, start + length - 1, size)
        : "bytes */" + size;
  }
}
