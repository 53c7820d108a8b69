package org.strongroom.storage.driver.swift.session;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a busy store asks to be left alone. */
final class RetryAfter {
  private RetryAfter() {}

  /** Zero if it asks for nothing. */
  static Duration of(SwiftAnswer answer) {
    String text = answer.header("Retry-After").map(String::strip).orElse("");
    if (text.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    // A date is by the store's clock, so it counts from the store's date.
    return date(text)
        .flatMap(until ->
            date(answer.header("Date").orElse("")).map(now -> Duration.between(now, until)))
        .filter(time -> !time.isNegative())
        .orElse(Duration.ZERO);
  }

  private static Optional<ZonedDateTime> date(String text) {
    try {
      return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
