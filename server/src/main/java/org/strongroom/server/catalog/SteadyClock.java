package org.strongroom.server.catalog;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Goes on evenly, whatever is done to the machine's clock: for pauses and time-outs that end with
 * the process. What it tells is near the machine's time only until that is set.
 */
public final class SteadyClock implements InstantSource {
  private final Instant begun = InstantSource.system().instant();
  private final long nanos = System.nanoTime();

  @Override
  public Instant instant() {
    return begun.plusNanos(System.nanoTime() - nanos);
  }
}
