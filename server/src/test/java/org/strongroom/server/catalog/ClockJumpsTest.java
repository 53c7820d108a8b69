package org.strongroom.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.strongroom.server.fixture.SteppedClock;

/** A clock that is set ahead ages nothing at once. */
class ClockJumpsTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final SteppedClock clock = new SteppedClock();
  private final AtomicLong nanos = new AtomicLong(-5);
  private final ClockJumps jumps = new ClockJumps(clock, nanos::get);

  private void pass(Duration time) {
    clock.advance(time);
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void timeThatPassesIsNone() {
    pass(Duration.ofDays(400));
    assertThat(jumps.held()).isZero();
  }

  @Test
  void whatItWentAheadIsHeldForADay() {
    clock.advance(DAY);
    assertThat(jumps.held()).isEqualTo(DAY);
    pass(DAY.minusMinutes(1));
    assertThat(jumps.held()).isEqualTo(DAY);
    pass(Duration.ofMinutes(2));
    assertThat(jumps.held()).isZero();
  }

  @Test
  void aClockThatIsSetRightAgainNeedsNone() {
    clock.advance(DAY);
    assertThat(jumps.held()).isEqualTo(DAY);
    clock.advance(DAY.negated());
    assertThat(jumps.held()).isZero();
  }

  @Test
  void setBackItHoldsNothingAndSetRightAgainIsAJumpAhead() {
    clock.advance(Duration.ofHours(-1));
    assertThat(jumps.held()).isZero();
    clock.advance(Duration.ofHours(1));
    assertThat(jumps.held()).isEqualTo(Duration.ofHours(1));
  }
}
