package org.strongroom.server.catalog;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the machine's clock is set ahead. What is removed because of its age would be
 * removed too early then, and nobody could bring it back: it is kept longer by as much, for a day,
 * in which a clock that was set wrongly can be set right.
 */
public final class ClockJumps {
  private static final Logger log = LoggerFactory.getLogger(ClockJumps.class);
  private static final Duration TOLERATED = Duration.ofMinutes(1);
  private static final Duration HELD = Duration.ofDays(1);

  private final InstantSource clock;
  private final LongSupplier nanos;
  private Instant lastTime;
  private long lastNanos;
  private Duration ahead = Duration.ZERO;
  private long noticed;

  /**
   * Begins now.
   *
   * @param clock the machine's
   */
  public ClockJumps(InstantSource clock) {
    this(clock, System::nanoTime);
  }

  ClockJumps(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    this.lastTime = clock.instant();
    this.lastNanos = nanos.getAsLong();
  }

  /** How much longer than configured things have to be kept now. */
  public synchronized Duration held() {
    Instant time = clock.instant();
    long now = nanos.getAsLong();
    Duration jump = Duration.between(lastTime, time).minusNanos(now - lastNanos);
    lastTime = time;
    lastNanos = now;
    if (jump.compareTo(TOLERATED) > 0) {
      log.warn(
          "the clock was set ahead by {} s: what is removed because of its age is kept longer by as"
              + " much for {} hours",
          jump.toSeconds(),
          HELD.toHours());
      ahead = ahead.plus(jump);
      noticed = now;
    } else if (jump.compareTo(TOLERATED.negated()) < 0 && ahead.isPositive()) {
      Duration left = ahead.plus(jump);
      ahead = left.isNegative() ? Duration.ZERO : left;
    }
    if (now - noticed > HELD.toNanos()) {
      ahead = Duration.ZERO;
    }
    return ahead;
  }
}
