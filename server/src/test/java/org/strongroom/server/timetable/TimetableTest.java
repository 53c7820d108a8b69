package org.strongroom.server.timetable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.ApiException;

/** When something comes, around the nights in which clocks are set. */
class TimetableTest {
  private static String next(String cron, String zone, String before, int many) {
    return String.join(
        " ",
        Timetable.of(cron, zone).after(ZonedDateTime.parse(before).toInstant(), many).stream()
            .map(Instant::toString)
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // ordinary ones
        "30 2 * * *        | UTC              | 2026-05-01T02:29Z | 2026-05-01T02:30:00Z 2026-05-02T02:30:00Z",
        "0 9 * * MON-FRI   | Asia/Shanghai    | 2026-05-01T02:00Z | 2026-05-04T01:00:00Z 2026-05-05T01:00:00Z",
        "*/20 * * * *      | UTC              | 2026-05-01T02:40Z | 2026-05-01T03:00:00Z 2026-05-01T03:20:00Z",
        "0 0 13 * 5        | UTC              | 2026-02-01T00:00Z | 2026-02-06T00:00:00Z 2026-02-13T00:00:00Z",
        "0 0 29 2 *        | UTC              | 2026-02-01T00:00Z | 2028-02-29T00:00:00Z 2032-02-29T00:00:00Z",
        // 02:00 to 03:00 is left out: what was to come then comes at its end
        "30 2 * * *        | Europe/Berlin    | 2026-03-28T12:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z",
        "0 3 * * *         | Europe/Berlin    | 2026-03-28T12:00Z | 2026-03-29T01:00:00Z 2026-03-30T01:00:00Z",
        "30 2 29 3 *       | Europe/Berlin    | 2026-01-01T00:00Z | 2026-03-29T01:00:00Z 2027-03-29T00:30:00Z",
        "*/30 * * * *      | Europe/Berlin    | 2026-03-29T00:20Z | 2026-03-29T00:30:00Z 2026-03-29T01:00:00Z",
        "15 * * * *        | Europe/Berlin    | 2026-03-29T00:20Z | 2026-03-29T01:15:00Z 2026-03-29T02:15:00Z",
        // 02:00 to 03:00 comes twice: what comes once a night comes once
        "30 2 * * *        | Europe/Berlin    | 2026-10-24T12:00Z | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
        "*/30 * * * *      | Europe/Berlin    | 2026-10-25T00:20Z | 2026-10-25T00:30:00Z 2026-10-25T01:00:00Z",
        // half an hour is left out
        "15 2 * * *        | Australia/Lord_Howe | 2026-10-03T12:00Z | 2026-10-03T15:30:00Z 2026-10-04T15:15:00Z"
      })
  void itComes(String cron, String zone, String before, String expected) {
    assertThat(next(cron, zone, before, 2)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "60 * * * *  | UTC         | Value 60 not in range [0, 59]",
        "* * *       | UTC         | 3 parts",
        "@daily      | UTC         | is not minute, hour",
        "*/0 * * * * | UTC         | is not minute, hour",
        "0 0 * * *   | Europe/Bonn | timeZone 'Europe/Bonn' is not known"
      })
  void whatCannotBeUnderstoodIsRefused(String cron, String zone, String why) {
    assertThatThrownBy(() -> Timetable.of(cron, zone))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining(why);
    assertThat(Timetable.read(cron, zone)).isEmpty();
  }

  @Test
  void thereIsNoThirtiethOfFebruary() {
    assertThat(Timetable.of("0 0 30 2 *", "Europe/Berlin").after(Instant.EPOCH)).isEmpty();
  }

  @Test
  void noTimeComesTwice() {
    Instant before = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(Timetable.of("10,40 1,2,3 * * *", "Europe/Berlin").after(before, 3000))
        .isSorted()
        .doesNotHaveDuplicates()
        .hasSize(3000);
  }
}
