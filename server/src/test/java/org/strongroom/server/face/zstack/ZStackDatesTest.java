package org.strongroom.server.face.zstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZStackDatesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2015-06-01T15:42:26Z     | Jun 1, 2015 3:42:26 PM
          2016-11-12T00:00:07Z     | Nov 12, 2016 12:00:07 AM
          2016-11-12T12:00:00Z     | Nov 12, 2016 12:00:00 PM
          2016-11-12T11:59:59.999Z | Nov 12, 2016 11:59:59 AM
          1970-01-01T00:00:00Z     | Jan 1, 1970 12:00:00 AM
          2024-02-29T23:05:09Z     | Feb 29, 2024 11:05:09 PM
          """)
  void asExistingClientsReadThem(Instant time, String text) {
    assertThat(new ZStackDates(ZoneOffset.UTC).text(time)).isEqualTo(text);
  }

  @Test
  void inTheZoneOfTheServerSummerTimeIncluded() {
    ZStackDates dates = new ZStackDates(ZoneId.of("Europe/Berlin"));
    assertThat(dates.text(Instant.parse("2015-06-30T22:30:00Z")))
        .isEqualTo("Jul 1, 2015 12:30:00 AM");
    assertThat(dates.text(Instant.parse("2015-12-31T23:30:00Z")))
        .isEqualTo("Jan 1, 2016 12:30:00 AM");
  }

  @Test
  void likeThePatternWithAPlainSpace() {
    ZoneId zone = ZoneId.of("Asia/Kolkata");
    DateTimeFormatter pattern = DateTimeFormatter.ofPattern("MMM d, yyyy h:mm:ss a", Locale.US);
    ZStackDates dates = new ZStackDates(zone);
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextLong(4_000_000_000L));
      assertThat(dates.text(time)).isEqualTo(pattern.format(time.atZone(zone)));
    }
  }
}
