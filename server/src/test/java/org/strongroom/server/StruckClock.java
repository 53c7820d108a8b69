package org.strongroom.server;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;

/**
 * Time as every transaction asks for it: the n-th one that does fails, as if the database had. Only
 * the thread counts that writes to the catalog.
 */
final class StruckClock extends Clock {
  private static final String WRITER = "catalog-writer";

  private final Clock clock;
  private final Supplier<NthCall> nth;

  StruckClock(Clock clock, Supplier<NthCall> nth) {
    this.clock = clock;
    this.nth = nth;
  }

  @Override
  public ZoneId getZone() {
    return clock.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new StruckClock(clock.withZone(zone), nth);
  }

  @Override
  public Instant instant() {
    if (Thread.currentThread().getName().equals(WRITER) && nth.get().isCatalogStruck()) {
      throw new DataAccessException("injected: the catalog fails");
    }
    return clock.instant();
  }

  @Override
  public long millis() {
    return instant().toEpochMilli();
  }
}
