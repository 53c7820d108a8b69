package org.strongroom.storage.repository.work;

import java.time.Clock;
import org.strongroom.storage.repository.crypto.KeyCost;
import org.strongroom.storage.repository.lock.LockRules;

/**
 * Where and how this node works with repositories.
 *
 * @param packBytes sealed bytes with which a pack is full; those of disks from 1 TiB get twice that
 */
public record RepositoryOptions(LockRules locks, KeyCost keyCost, int packBytes) {
  private static final int USUAL_PACK = 16 << 20;

  /**
   * The usual ones.
   *
   * @param node what names this node among those that use the repository
   */
  public static RepositoryOptions of(String node, Clock clock) {
    return new RepositoryOptions(LockRules.of(node, clock), KeyCost.USUAL, USUAL_PACK);
  }

  public Clock clock() {
    return locks.clock();
  }
}
