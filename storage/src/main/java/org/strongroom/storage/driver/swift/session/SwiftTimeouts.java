package org.strongroom.storage.driver.swift.session;

import java.time.Duration;

/**
 * How long a store may keep us waiting.
 *
 * @param idle without any progress within a call
 * @param call for a call in all whose answer is short
 * @param segment for a segment that is sent, in all
 * @param patience how long a call is tried again that failed because the store was busy or away
 * @param removal for a deletion in all, with its repetitions: one that comes late could meet what
 *     somebody else has put there since
 */
public record SwiftTimeouts(
    Duration idle, Duration call, Duration segment, Duration patience, Duration removal) {
  public static final SwiftTimeouts DEFAULT =
      new SwiftTimeouts(
          Duration.ofSeconds(60),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(2),
          Duration.ofSeconds(10));
}
