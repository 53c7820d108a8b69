package org.strongroom.server.capacity;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.capacity.CapacityForecast;
import org.strongroom.server.capacity.Trend.Crossing;
import org.strongroom.server.capacity.Trend.Point;

/** Tells from the days of a storage when it will be full. */
final class Outlook {
  /** Below these nothing is foretold. */
  static final int FEWEST_DAYS = 7;

  private static final Duration FORESEEN = Duration.ofDays(3652);
  private static final double MILLIS_A_DAY = Duration.ofDays(1).toMillis();

  /**
   * The means of a day.
   *
   * @param day since 1970, with a fraction: the middle of its samples
   */
  record Day(double day, double used, double diskFree) {}

  /** How a storage is now, in bytes. */
  record Now(String storage, long total, long available, long diskFree) {}

  /** What ends, and when. */
  private record End(Trend trend, String limit, Optional<Crossing> crossing) {}

  private Outlook() {}

  /**
   * The forecast.
   *
   * @param days of the last weeks, each once
   */
  static CapacityForecast of(Now storage, List<Day> days, Instant now) {
    if (storage.total() > 0 && storage.available() == 0) {
      return plain(storage, "Full", days.size(), 0, "It is full.");
    }
    if (days.size() < FEWEST_DAYS) {
      return plain(
          storage,
          "TooFew",
          days.size(),
          0,
          "Too little is known to foretell when it is full: %d of %d days."
              .formatted(days.size(), FEWEST_DAYS));
    }
    Trend used = Trend.through(days.stream().map(d -> new Point(d.day(), d.used())).toList());
    Trend disk = Trend.through(days.stream().map(d -> new Point(d.day(), -d.diskFree())).toList());
    End capacity = new End(used, "Capacity", rising(used, (double) storage.total()));
    End room = new End(disk, "Disk", rising(disk, 0));
    End first = isBefore(room, capacity) ? room : capacity;
    return first
        .crossing()
        .map(crossing -> dated(storage, first, crossing, days.size(), now))
        .orElseGet(() -> undated(storage, used, days.size()));
  }

  private static Optional<Crossing> rising(Trend trend, double height) {
    return trend.slope() > 0 ? trend.reaches(height) : Optional.empty();
  }

  private static boolean isBefore(End one, End other) {
    return one.crossing().isPresent()
        && (other.crossing().isEmpty() || one.crossing().get().x() < other.crossing().get().x());
  }

  private static CapacityForecast undated(Now storage, Trend used, int days) {
    boolean falls = used.isCertain() && used.slope() < 0;
    return plain(
        storage,
        falls ? "Falling" : "Steady",
        days,
        Math.round(used.slope()),
        falls ? "What it holds becomes less." : "No growth that would tell when it is full.");
  }

  private static CapacityForecast dated(
      Now storage, End end, Crossing crossing, int days, Instant now) {
    long growth = Math.round(end.trend().slope());
    double today = now.toEpochMilli() / MILLIS_A_DAY;
    if (crossing.x() - today > FORESEEN.toDays()) {
      return plain(storage, "Distant", days, growth, "It lasts for more than ten years.");
    }
    // it is not full, whatever the line says
    Instant full = time(Math.max(crossing.x(), today));
    Instant earliest = time(Math.max(crossing.earliest(), today));
    @Nullable Instant latest =
        crossing.latest() - today > FORESEEN.toDays()
            ? null
            : time(Math.max(crossing.latest(), today));
    return new CapacityForecast(
        storage.storage(),
        "Growing",
        full,
        earliest,
        latest,
        end.limit(),
        days,
        growth,
        text(end, full, earliest, latest));
  }

  private static String text(End end, Instant full, Instant earliest, @Nullable Instant latest) {
    return String.format(
        Locale.ROOT,
        "%s is full on %s if it goes on like this; %s by 95 %%.",
        end.limit().equals("Disk") ? "Its disk" : "It",
        date(full),
        latest == null
            ? "not before " + date(earliest)
            : "between " + date(earliest) + " and " + date(latest));
  }

  private static CapacityForecast plain(
      Now storage, String outlook, int days, long growth, String text) {
    return new CapacityForecast(
        storage.storage(), outlook, null, null, null, null, days, growth, text);
  }

  private static Instant time(double day) {
    return Instant.ofEpochMilli(Math.round(day * MILLIS_A_DAY));
  }

  private static String date(Instant time) {
    return time.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }
}
