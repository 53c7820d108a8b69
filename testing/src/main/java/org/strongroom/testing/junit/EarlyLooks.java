package org.strongroom.testing.junit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Has tests that wait for a condition look at once and often at first. Most of what they wait for
 * comes within milliseconds, and each of thousands of waits took 100 of them at least. JUnit finds
 * it where a module's test resources name it as a service. A condition that something has not begun
 * yet, or that does something itself, needs another one before it.
 */
public final class EarlyLooks implements TestExecutionListener {
  private static final Duration FIRST = Duration.ofMillis(5);

  /** What Awaitility waits each time by itself. */
  private static final Duration LONGEST = Duration.ofMillis(100);

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(EarlyLooks::pause);
  }

  /**
   * How long to wait after a look.
   *
   * @param look the first is 1
   * @param before how long it was waited before this look
   */
  static Duration pause(int look, Duration before) {
    Duration longer = before.multipliedBy(3).dividedBy(2);
    return look == 1 ? FIRST : longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
  }
}
