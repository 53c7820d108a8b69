package org.strongroom.server.face.console.text;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them. */
public final class Sizes {
  private static final String UNITS = "KMGTPE";
  private static final Pattern WRITTEN =
      Pattern.compile(
          "([0-9]{1,15}(?:\\.[0-9]{1,6})?)\\s?([KMGTPE])(?:i?B)?", Pattern.CASE_INSENSITIVE);

  /** What object stores without a quota say. */
  private static final long UNBOUNDED = 9_007_199_254_740_991L;

  private Sizes() {}

  /** Whether it stands for as much as there is, as object stores without a quota say. */
  public static boolean isUnbounded(long bytes) {
    return bytes >= UNBOUNDED;
  }

  /** Such as {@code 1.4 TiB}. */
  public static String shown(long bytes) {
    if (isUnbounded(bytes)) {
      return "∞";
    }
    if (Math.abs(bytes) < 1024) {
      return bytes + " B";
    }
    double size = bytes;
    int unit = -1;
    while (Math.abs(size) >= 1023.95 && unit < UNITS.length() - 1) {
      size /= 1024;
      unit++;
    }
    String pattern = Math.abs(size) < 99.95 ? "%.1f %siB" : "%.0f %siB";
    return String.format(Locale.ROOT, pattern, size, UNITS.charAt(unit));
  }

  /** The bytes that {@code 1G} or {@code 1.5 TiB} stand for; empty if it has no unit. */
  public static Optional<Long> read(String text) {
    Matcher matcher = WRITTEN.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int power = UNITS.indexOf(matcher.group(2).toUpperCase(Locale.ROOT)) + 1;
    return Optional.of(Math.round(Double.parseDouble(matcher.group(1)) * Math.pow(1024, power)));
  }
}
