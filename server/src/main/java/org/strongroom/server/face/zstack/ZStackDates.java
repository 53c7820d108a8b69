package org.strongroom.server.face.zstack;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * Times as existing clients read them: {@code Jun 1, 2015 3:42:26 PM}, in the server's zone and
 * without naming it. Written out by hand because a page of rows holds hundreds, and because the
 * locale's own pattern puts another space before AM.
 */
final class ZStackDates {
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private final ZoneId zone;

  ZStackDates(ZoneId zone) {
    this.zone = zone;
  }

  String text(Instant instant) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            instant.getEpochSecond(), 0, zone.getRules().getOffset(instant));
    StringBuilder text = new StringBuilder(25);
    text.append(MONTHS[time.getMonthValue() - 1]).append(' ');
    text.append(time.getDayOfMonth()).append(", ").append(time.getYear()).append(' ');
    int hour = time.getHour() % 12;
    text.append(hour == 0 ? 12 : hour);
    twoDigits(text.append(':'), time.getMinute());
    twoDigits(text.append(':'), time.getSecond());
    return text.append(time.getHour() < 12 ? " AM" : " PM").toString();
  }

  private static void twoDigits(StringBuilder text, int number) {
    if (number < 10) {
      text.append('0');
    }
    text.append(number);
  }
}
