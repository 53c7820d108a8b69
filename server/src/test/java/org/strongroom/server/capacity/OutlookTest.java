package org.strongroom.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.strongroom.api.capacity.CapacityForecast;
import org.strongroom.server.capacity.Outlook.Day;
import org.strongroom.server.capacity.Trend.Point;

class OutlookTest {
  private static final long GIB = 1L << 30;
  private static final long TOTAL = 1000 * GIB;
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final double TODAY = NOW.toEpochMilli() / 86_400_000.0;

  /** The last {@code count} days, yesterday the last of them. */
  private static List<Day> days(int count, DoubleUnaryOperator used, DoubleUnaryOperator free) {
    return IntStream.rangeClosed(-count, -1)
        .mapToObj(day -> new Day(TODAY + day, used.applyAsDouble(day), free.applyAsDouble(day)))
        .toList();
  }

  private static List<Day> days(int count, DoubleUnaryOperator used) {
    return days(count, used, day -> 5000.0 * GIB);
  }

  private static CapacityForecast forecast(List<Day> days) {
    return Outlook.of(new Outlook.Now("s", TOTAL, 400 * GIB, 5000 * GIB), days, NOW);
  }

  @Test
  void steadyGrowthHasItsDay() {
    CapacityForecast forecast = forecast(days(30, day -> (600 + 10 * day) * GIB));
    assertThat(forecast.outlook()).isEqualTo("Growing");
    assertThat(forecast.fullDate())
        .isCloseTo(NOW.plus(40, ChronoUnit.DAYS), within(1, ChronoUnit.SECONDS));
    assertThat(forecast.earliest()).isCloseTo(forecast.fullDate(), within(1, ChronoUnit.SECONDS));
    assertThat(forecast.latest()).isCloseTo(forecast.fullDate(), within(1, ChronoUnit.SECONDS));
    assertThat(forecast.limit()).isEqualTo("Capacity");
    assertThat(forecast.growth()).isEqualTo(10 * GIB);
    assertThat(forecast.text()).contains("full on 2026-04-10");
  }

  @Test
  void sevenDaysAreNeeded() {
    CapacityForecast six = forecast(days(6, day -> (600 + 10 * day) * GIB));
    assertThat(six.outlook()).isEqualTo("TooFew");
    assertThat(six.fullDate()).isNull();
    assertThat(six.text()).contains("6 of 7 days");
    assertThat(forecast(days(7, day -> (600 + 10 * day) * GIB)).fullDate()).isNotNull();
    assertThat(forecast(List.of()).outlook()).isEqualTo("TooFew");
  }

  @Test
  void whatScattersHasALaterAndAnEarlierDay() {
    Random random = new Random(1);
    CapacityForecast forecast =
        forecast(days(30, day -> (600 + 10 * day + 20 * random.nextGaussian()) * GIB));
    assertThat(forecast.outlook()).isEqualTo("Growing");
    assertThat(forecast.earliest()).isBefore(forecast.fullDate()).isAfter(NOW);
    assertThat(forecast.latest()).isAfter(forecast.fullDate());
    assertThat(NOW.plus(40, ChronoUnit.DAYS)).isBetween(forecast.earliest(), forecast.latest());
  }

  @Test
  void flatUseAndUseThatOnlyScattersHaveNone() {
    assertThat(forecast(days(30, day -> 600.0 * GIB)).outlook()).isEqualTo("Steady");
    assertThat(forecast(days(30, day -> 0)).outlook()).isEqualTo("Steady");
    Random random = new Random(2);
    CapacityForecast noise = forecast(days(30, day -> (600 + 50 * random.nextGaussian()) * GIB));
    assertThat(noise.outlook()).isEqualTo("Steady");
    assertThat(noise.fullDate()).isNull();
  }

  @Test
  void useThatFallsHasNone() {
    CapacityForecast forecast = forecast(days(30, day -> (600 - 5 * day) * GIB));
    assertThat(forecast.outlook()).isEqualTo("Falling");
    assertThat(forecast.fullDate()).isNull();
    assertThat(forecast.growth()).isNegative();
  }

  @Test
  void aDiskThatOthersFillEndsFirst() {
    CapacityForecast forecast =
        forecast(days(30, day -> (600 + 10 * day) * GIB, day -> (100 - 20 * day) * GIB));
    assertThat(forecast.limit()).isEqualTo("Disk");
    assertThat(forecast.fullDate())
        .isCloseTo(NOW.plus(5, ChronoUnit.DAYS), within(1, ChronoUnit.SECONDS));
    assertThat(forecast.text()).startsWith("Its disk is full on 2026-03-06");
  }

  @Test
  void whatLastsForTenYearsAndWhatIsFullSaysSo() {
    assertThat(forecast(days(30, day -> (600 + 0.01 * day) * GIB)).outlook()).isEqualTo("Distant");
    assertThat(
            Outlook.of(new Outlook.Now("s", TOTAL, 0, 0), days(30, day -> (1000 + day) * GIB), NOW)
                .outlook())
        .isEqualTo("Full");
  }

  @Test
  void aLineThatEndedYesterdayThoughThereIsRoomEndsNow() {
    CapacityForecast forecast = forecast(days(30, day -> (1050 + 10 * day) * GIB));
    assertThat(forecast.fullDate()).isEqualTo(NOW);
  }

  /** They are where the band about the line reaches the height. */
  @Test
  void theBoundsAreFiellers() {
    Trend trend =
        Trend.through(
            List.of(
                new Point(1, 1.1),
                new Point(2, 1.9),
                new Point(3, 3.2),
                new Point(4, 3.8),
                new Point(5, 5.3),
                new Point(6, 5.7),
                new Point(7, 7.1)));
    assertThat(trend.slope()).isCloseTo(0.9893, within(0.0001));
    Trend.Crossing crossing = trend.reaches(10).orElseThrow();
    double t = 2.571;
    for (double bound : List.of(crossing.earliest(), crossing.latest())) {
      double line = trend.centreY() + trend.slope() * (bound - 4);
      double band = t * Math.sqrt(trend.scatter() * (1.0 / 7 + (bound - 4) * (bound - 4) / 28));
      assertThat(Math.abs(line - 10)).isCloseTo(band, within(0.01));
    }
  }
}
