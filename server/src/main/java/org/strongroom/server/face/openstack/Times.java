package org.strongroom.server.face.openstack;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The forms of times, all in UTC. The JDK's own would drop zeros at the end of the fraction. */
public final class Times {
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  /** {@code 2021-07-22T10:02:07.083218}: when something was looked at. */
  public static String exact(Instant time) {
    return MICROSECONDS.format(time);
  }

  /** {@code 2021-07-22T07:30:30.000000}: when a row changed, in whole seconds. */
  public static String ofRow(Instant time) {
    return MICROSECONDS.format(Instant.ofEpochSecond(time.getEpochSecond()));
  }

  /** As {@link #ofRow}, for what may not have happened. */
  public static @Nullable String ofRowOrNull(@Nullable Instant time) {
    return time == null ? null : ofRow(time);
  }

  /** {@code 2021-01-20T11:50:38Z}. */
  public static String seconds(Instant time) {
    return SECONDS.format(time);
  }
}
