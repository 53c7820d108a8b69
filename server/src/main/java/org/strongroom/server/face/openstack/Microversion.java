package org.strongroom.server.face.openstack;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ShortText;

/**
 * The version of the volume API that a request is made in: 3.{@code minor}.
 *
 * @param minor 0 if the caller names none
 */
public record Microversion(int minor) {
  /** The newest that is understood. */
  public static final Microversion LATEST = new Microversion(71);

  static final Microversion DEFAULT = new Microversion(0);
  static final String HEADER = "OpenStack-API-Version";

  private static final Pattern VERSION = Pattern.compile("([1-9]\\d*)\\.([1-9]\\d*|0)");

  /**
   * Reads {@code volume 3.27} or {@code volume latest}, alone or in a comma list with versions of
   * other services.
   *
   * @throws Fault 400 for what is no version, 406 for one that is not offered
   */
  static Microversion parse(@Nullable String header) {
    Microversion found = DEFAULT;
    if (header != null) {
      for (String part : header.split(",", -1)) {
        String[] words = part.strip().split("\\s+", -1);
        if (words[0].toLowerCase(Locale.ROOT).equals("volume")) {
          found = words.length == 2 ? version(words[1]) : malformed(part.strip());
        }
      }
    }
    return found;
  }

  private static Microversion version(String text) {
    if (text.equals("latest")) {
      return LATEST;
    }
    Matcher matcher = VERSION.matcher(text);
    if (!matcher.matches() || text.length() > 20) {
      return malformed(text);
    }
    boolean offered =
        matcher.group(1).equals("3") && Long.parseLong(matcher.group(2)) <= LATEST.minor;
    if (!offered) {
      throw new Fault(
          406,
          "Version %s is not supported by the API. Minimum is %s and maximum is %s."
              .formatted(text, DEFAULT, LATEST));
    }
    return new Microversion(Integer.parseInt(matcher.group(2)));
  }

  private static Microversion malformed(String text) {
    throw Fault.badRequest(
        "API Version String '%s' is of invalid format. It must be 'latest' or of format 'MajorNum.MinorNum'."
            .formatted(ShortText.of(text, 40)));
  }

  /** Whether it is 3.{@code least} or newer. */
  public boolean atLeast(int least) {
    return minor >= least;
  }

  @Override
  public String toString() {
    return "3." + minor;
  }
}
