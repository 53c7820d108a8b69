package org.strongroom.server.timetable;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;

/**
 * Times that come again and again in a time zone, in the five fields of crontab. A time that the
 * clock leaves out when it is set forward comes right after that; one that it shows twice when it
 * is set back counts once, the first time; what comes each hour or more often goes on through both.
 */
public final class Timetable {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** Longer than the rarest date that crontab can name, the 29th of February, takes to come. */
  private static final int MOST_TRANSITIONS = 40;

  private final ExecutionTime times;
  private final ZoneId zone;
  private final boolean eachHour;

  private Timetable(ExecutionTime times, ZoneId zone, boolean eachHour) {
    this.times = times;
    this.zone = zone;
    this.eachHour = eachHour;
  }

  /**
   * Reads what somebody wrote.
   *
   * @throws ApiException SYS.1007 if it cannot be understood
   */
  public static Timetable of(String cron, String zone) {
    return new Timetable(times(cron), zone(zone), isEachHour(cron));
  }

  /** The same of what was read before; empty if it is not understood any more. */
  public static Optional<Timetable> read(String cron, String zone) {
    try {
      return Optional.of(new Timetable(times(cron), zone(zone), isEachHour(cron)));
    } catch (ApiException e) {
      return Optional.empty();
    }
  }

  private static ExecutionTime times(String cron) {
    try {
      Cron parsed = PARSER.parse(cron);
      return ExecutionTime.forCron(parsed);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(
          "cron '%s' is not minute, hour, day of the month, month and day of the week: %s"
              .formatted(cron, why(e)));
    }
  }

  private static String why(IllegalArgumentException e) {
    return String.valueOf(e.getMessage()).replaceFirst("^Failed to parse cron expression. ", "");
  }

  private static ZoneId zone(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw ApiException.invalid(
          "timeZone '%s' is not known; say Europe/Berlin or UTC".formatted(zone));
    }
  }

  private static boolean isEachHour(String cron) {
    String[] fields = cron.strip().split("\\s+", 3);
    return fields.length > 1 && fields[1].startsWith("*");
  }

  /** The next time after another; empty if there is none. */
  public Optional<Instant> after(Instant before) {
    @Nullable Instant next =
        times.nextExecution(before.atZone(zone)).map(ZonedDateTime::toInstant).orElse(null);
    if (!eachHour) {
      ZoneOffsetTransition change = zone.getRules().nextTransition(before);
      for (int seen = 0;
          change != null
              && seen < MOST_TRANSITIONS
              && (next == null || change.getInstant().isBefore(next));
          seen++) {
        if (change.isGap() && isLeftOut(change)) {
          return Optional.of(change.getInstant());
        }
        change = zone.getRules().nextTransition(change.getInstant());
      }
    }
    return Optional.ofNullable(next);
  }

  /** Whether one of the times is among those that the clock leaves out. */
  private boolean isLeftOut(ZoneOffsetTransition gap) {
    LocalDateTime before = gap.getDateTimeBefore().minusSeconds(1);
    return times
        .nextExecution(before.atZone(ZoneOffset.UTC))
        .filter(time -> time.toLocalDateTime().isBefore(gap.getDateTimeAfter()))
        .isPresent();
  }

  /** The next times after another. */
  public List<Instant> after(Instant before, int many) {
    List<Instant> next = new ArrayList<>();
    Optional<Instant> time = after(before);
    while (time.isPresent() && next.size() < many) {
      next.add(time.get());
      time = after(time.get());
    }
    return next;
  }
}
