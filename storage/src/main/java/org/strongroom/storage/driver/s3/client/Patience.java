package org.strongroom.storage.driver.s3.client;

import java.time.Duration;

/**
 * How often a call is tried again while a store can not be reached or is busy.
 *
 * @param attempts with the first one
 * @param firstPause doubles each time
 */
public record Patience(int attempts, Duration firstPause, Duration longestPause) {
  /** For somebody who waits for the answer. */
  public static final Patience SHORT =
      new Patience(2, Duration.ofMillis(200), Duration.ofSeconds(1));

  /** For jobs: outlasts a few minutes without network or of maintenance. */
  public static final Patience LONG =
      new Patience(16, Duration.ofMillis(200), Duration.ofSeconds(30));
}
