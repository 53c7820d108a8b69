package org.strongroom.server.cluster;

import java.time.Duration;
import java.time.InstantSource;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;

/** How far this node's clock is from the database's, by which all nodes keep time. */
public final class NodeClock {
  /** What a node may be off and still be one of several. */
  static final Duration TOLERATED = Duration.ofSeconds(1);

  private final Database database;
  private final DatabaseTime time;
  private final InstantSource local;

  public NodeClock(Database database, DatabaseTime time, InstantSource local) {
    this.database = database;
    this.time = time;
    this.local = local;
  }

  /**
   * What is certain of the distance: the database told its time somewhere between the question and
   * the answer, so a slow answer hides as much as it took.
   *
   * @return positive if this node's clock is ahead, zero if it may be right
   */
  Duration ahead() {
    long asked = local.millis();
    long shared = database.read(time::millis);
    long answered = local.millis();
    if (shared < asked) {
      return Duration.ofMillis(asked - shared);
    }
    return Duration.ofMillis(Math.min(0, answered - shared));
  }

  static boolean tolerated(Duration ahead) {
    return ahead.abs().compareTo(TOLERATED) <= 0;
  }

  /** The distance in words. */
  static String told(Duration ahead) {
    return "this node's clock is %d.%03d s %s the database's"
        .formatted(
            ahead.abs().toSeconds(),
            ahead.abs().toMillisPart(),
            ahead.isNegative() ? "behind" : "ahead of");
  }
}
