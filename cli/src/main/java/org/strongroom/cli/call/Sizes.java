package org.strongroom.cli.call;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts of bytes as people write them: {@code 1G}, {@code 20GiB}, {@code 1.5Ti}, {@code 1e9}.
 * Units are powers of 1024, as in tables; those with a B alone, {@code GB}, are powers of 1000.
 */
public final class Sizes {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{1,18}(?:\\.\\d{1,9})?)\\s*([KMGTPE])(i?B|i)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern POWER_OF_TEN =
      Pattern.compile("\\d{1,18}(?:\\.\\d{1,9})?[eE]\\+?\\d{1,2}");
  private static final String UNITS = "KMGTPE";

  private Sizes() {}

  /** Whether the field of this name holds an amount of bytes. */
  public static boolean areIn(String field) {
    return field.endsWith("Capacity")
        || field.equals("size")
        || field.endsWith("Size")
        || field.equals("bytes");
  }

  /**
   * The number of bytes; empty if the text is not written with a unit.
   *
   * @throws UsageException if it is more than any number of bytes can be
   */
  public static Optional<Long> bytes(String text) {
    String written = text.strip();
    if (POWER_OF_TEN.matcher(written).matches()) {
      return whole(new BigDecimal(written), text);
    }
    Matcher form = FORM.matcher(written);
    if (!form.matches()) {
      return Optional.empty();
    }
    int power = UNITS.indexOf(form.group(2).toUpperCase(Locale.ROOT)) + 1;
    long base = "B".equalsIgnoreCase(form.group(3)) ? 1000 : 1024;
    return whole(new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(base).pow(power)), text);
  }

  private static Optional<Long> whole(BigDecimal bytes, String text) {
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new UsageException("'%s' is too large".formatted(text));
    }
    return Optional.of(bytes.setScale(0, RoundingMode.HALF_UP).longValue());
  }
}
