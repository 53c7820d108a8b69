package org.strongroom.cli.output;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Times of replies, {@code Jun 1, 2015 3:42:26 PM} without a zone, as people and sorting programs
 * read them: {@code 2015-06-01T15:42:26+02:00}, where they are.
 */
final class LocalTime {
  private static final Pattern FORM =
      Pattern.compile("[A-Z][a-z]{2} \\d{1,2}, \\d{4} \\d{1,2}:\\d{2}:\\d{2} [AP]M");
  private static final DateTimeFormatter WIRE =
      DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.ENGLISH);
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

  private LocalTime() {}

  /** The text as it is if it is no time, or if nobody knows in which zone it is. */
  static String shown(String text, Layout layout) {
    if (layout.serverZone().isEmpty() || !FORM.matcher(text).matches()) {
      return text;
    }
    try {
      ZonedDateTime time = LocalDateTime.parse(text, WIRE).atZone(layout.serverZone().get());
      return time.withZoneSameInstant(layout.zone()).format(SHOWN);
    } catch (DateTimeException e) {
      return text;
    }
  }
}
