package org.strongroom.storage.source.guard;

import java.time.Duration;

/**
 * How long another machine may keep us waiting.
 *
 * @param connect for a connection, TLS included
 * @param idle between two bytes
 */
public record SourceTimeouts(Duration connect, Duration idle) {
  public static final SourceTimeouts DEFAULT =
      new SourceTimeouts(Duration.ofSeconds(15), Duration.ofSeconds(60));

  public int connectMillis() {
    return Math.toIntExact(connect.toMillis());
  }

  public int idleMillis() {
    return Math.toIntExact(idle.toMillis());
  }
}
