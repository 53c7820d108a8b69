package org.strongroom.server.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.strongroom.api.config.GetGlobalConfigOptions.Options;

/** Which values a setting takes. */
sealed interface Rule {
  /** What is wrong with the value; empty if it is fine. */
  Optional<String> objection(String value);

  Options options();

  private static Optional<String> unless(boolean fine, String rule) {
    return fine ? Optional.empty() : Optional.of(rule);
  }

  /** A whole number that is not less than the least. */
  record AtLeast(long least) implements Rule {
    @Override
    public Optional<String> objection(String value) {
      boolean fine;
      try {
        fine = Long.parseLong(value) >= least && Long.parseLong(value) <= Integer.MAX_VALUE;
      } catch (NumberFormatException e) {
        fine = false;
      }
      return unless(
          fine, "has to be a whole number from %d to %d".formatted(least, Integer.MAX_VALUE));
    }

    @Override
    public Options options() {
      return new Options(null, null, null, least, (long) Integer.MAX_VALUE);
    }
  }

  /** One of a few texts. */
  record OneOf(List<String> texts) implements Rule {
    static OneOf bool() {
      return new OneOf(List.of("true", "false"));
    }

    @Override
    public Optional<String> objection(String value) {
      return unless(texts.contains(value), "has to be one of " + String.join(", ", texts));
    }

    @Override
    public Options options() {
      return new Options(texts, null, null, null, null);
    }
  }

  /** A size: a number and K, M, G or T. */
  record Size() implements Rule {
    private static final Pattern FORM = Pattern.compile("\\d{1,12}[KMGT]?");

    @Override
    public Optional<String> objection(String value) {
      boolean fine = FORM.matcher(value.toUpperCase(Locale.ROOT)).matches();
      return unless(fine, "has to be a size such as 512M, 1G or 2T");
    }

    static long bytes(String value) {
      String text = value.toUpperCase(Locale.ROOT);
      int unit = "KMGT".indexOf(text.charAt(text.length() - 1)) + 1;
      String digits = unit == 0 ? text : text.substring(0, text.length() - 1);
      return Math.multiplyExact(Long.parseLong(digits), 1L << (10 * unit));
    }

    @Override
    public Options options() {
      return new Options(null, null, null, null, null);
    }
  }

  /** Any text. */
  record Text() implements Rule {
    @Override
    public Optional<String> objection(String value) {
      return Optional.empty();
    }

    @Override
    public Options options() {
      return new Options(null, null, null, null, null);
    }
  }
}
