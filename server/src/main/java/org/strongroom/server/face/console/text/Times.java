package org.strongroom.server.face.console.text;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them. */
public final class Times {
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);
  private static final Pattern AGO = Pattern.compile("-([0-9]{1,5})([mhdw])");

  private Times() {}

  /** Such as {@code 2026-11-29 18:07}. */
  public static String shown(Instant time, ZoneId zone) {
    return SHOWN.format(time.atZone(zone));
  }

  /** With seconds and zone. */
  public static String exact(Instant time, ZoneId zone) {
    return EXACT.format(time.atZone(zone));
  }

  /** Such as {@code 3 h 12 min}. */
  public static String shown(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds == 0) {
      return "< 1 s";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds < 86_400
        ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
        : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }

  /**
   * The point in time that {@code today}, {@code yesterday}, {@code -24h}, {@code -7d} stand for.
   */
  public static Optional<Instant> read(String text, Instant now, ZoneId zone) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    LocalDate today = now.atZone(zone).toLocalDate();
    return switch (word) {
      case "now" -> Optional.of(now);
      case "today" -> Optional.of(today.atStartOfDay(zone).toInstant());
      case "yesterday" -> Optional.of(today.minusDays(1).atStartOfDay(zone).toInstant());
      default -> ago(word, now);
    };
  }

  private static Optional<Instant> ago(String word, Instant now) {
    Matcher matcher = AGO.matcher(word);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration back =
        switch (matcher.group(2)) {
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          case "d" -> Duration.ofDays(amount);
          default -> Duration.ofDays(7 * amount);
        };
    try {
      return Optional.of(now.minus(back).truncatedTo(ChronoUnit.SECONDS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
