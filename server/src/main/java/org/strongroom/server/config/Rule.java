package org.strongroom.server.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.strongroom.api.config.GetGlobalConfigOptions.Options;

/** Which values a setting takes. */
sealed interface Rule {
  /** What is wrong with the value; empty if it is fine. */
  default Optional<String> objection(String value) {
    return takes(value) ? Optional.empty() : Optional.of("has to be " + form());
  }

  boolean takes(String value);

  /** What it takes, in a few words. */
  String form();

  Options options();

  /** A whole number that is not less than the least. */
  record AtLeast(long least) implements Rule {
    @Override
    public boolean takes(String value) {
      try {
        return Long.parseLong(value) >= least && Long.parseLong(value) <= Integer.MAX_VALUE;
      } catch (NumberFormatException e) {
        return false;
      }
    }

    @Override
    public String form() {
      return "a whole number from %d to %d".formatted(least, Integer.MAX_VALUE);
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
    public boolean takes(String value) {
      return texts.contains(value);
    }

    @Override
    public String form() {
      return "one of " + String.join(", ", texts);
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
    public boolean takes(String value) {
      return FORM.matcher(value.toUpperCase(Locale.ROOT)).matches() && fits(value);
    }

    @Override
    public String form() {
      return "a size such as 512M, 1G or 2T";
    }

    /** Whether it can be counted in bytes. */
    private static boolean fits(String value) {
      try {
        return bytes(value) >= 0;
      } catch (ArithmeticException e) {
        return false;
      }
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

  /** Path patterns, as in the lists for {@code file:///} urls. */
  record PathPatterns() implements Rule {
    private static final Pattern SEPARATOR = Pattern.compile("[;\\n]");

    @Override
    public boolean takes(String value) {
      return SEPARATOR
          .splitAsStream(value)
          .map(String::strip)
          .allMatch(part -> part.isEmpty() || part.startsWith("/") || part.startsWith("*"));
    }

    @Override
    public String form() {
      return "absolute paths, * for any text in them, separated by semicolons";
    }

    @Override
    public Options options() {
      return new Options(null, null, null, null, null);
    }
  }
}
