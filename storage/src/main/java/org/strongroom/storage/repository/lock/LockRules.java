package org.strongroom.storage.repository.lock;

import java.time.Clock;
import java.time.Duration;

/**
 * How locks are taken and kept.
 *
 * @param hostname begins with {@link LockFile#OURS}, and ends with what names this node
 * @param clock of this machine
 * @param refresh after which a held lock is written anew; restic takes one of 30 minutes for dead
 * @param poll after which whoever waits looks again
 */
public record LockRules(String hostname, Clock clock, Duration refresh, Duration poll) {
  static final Duration STALE = Duration.ofMinutes(30);

  /** The usual ones of a node. */
  public static LockRules of(String node, Clock clock) {
    return new LockRules(LockFile.OURS + node, clock, Duration.ofMinutes(5), Duration.ofSeconds(5));
  }
}
