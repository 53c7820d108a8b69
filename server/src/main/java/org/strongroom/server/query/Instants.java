package org.strongroom.server.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads points in time as callers write them: {@code Jun 1, 2015 3:42:26 PM}, {@code 2015-06-01
 * 15:42:26}, both in the server's zone, and ISO 8601.
 */
final class Instants {
  private static final DateTimeFormatter SHOWN =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("MMM d, yyyy h:mm:ss a")
          .toFormatter(Locale.ENGLISH);
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ENGLISH);
  private static final Pattern LIST_COMMA = Pattern.compile(",(?!\\s+\\d{4}\\s)");

  private Instants() {}

  /**
   * What a written time stands for: times are shown in whole seconds, so without a fraction it is
   * the whole second.
   *
   * @param from the first millisecond since 1970
   * @param to the first one after it
   */
  record Span(long from, long to) {}

  static Optional<Span> parse(String text, ZoneId zone) {
    String plain = text.replace('\u202f', ' ');
    return instant(plain, zone)
        .map(instant -> {
          long from = instant.toEpochMilli();
          return new Span(from, from + (plain.indexOf('.') < 0 ? 1000 : 1));
        });
  }

  /** The items of a comma list of times; the comma inside a date separates nothing. */
  static List<String> split(String list) {
    return List.of(LIST_COMMA.split(list, -1));
  }

  private static Optional<Instant> instant(String text, ZoneId zone) {
    for (Reading reading : READINGS) {
      try {
        Instant instant = reading.read(text, zone);
        if (Math.abs(instant.getEpochSecond()) < Long.MAX_VALUE / 2000) {
          return Optional.of(instant);
        }
      } catch (DateTimeException e) {
        // written in another form
      }
    }
    return Optional.empty();
  }

  private interface Reading {
    Instant read(String text, ZoneId zone);
  }

  private static final List<Reading> READINGS =
      List.of(
          (text, zone) -> LocalDateTime.parse(text, SHOWN).atZone(zone).toInstant(),
          (text, zone) -> LocalDateTime.parse(text, LOCAL).atZone(zone).toInstant(),
          (text, zone) -> OffsetDateTime.parse(text).toInstant(),
          (text, zone) -> LocalDateTime.parse(text).atZone(zone).toInstant(),
          (text, zone) -> LocalDate.parse(text).atStartOfDay(zone).toInstant());
}
