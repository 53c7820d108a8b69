package org.strongroom.storage.repository.work;

import java.time.Clock;
import org.strongroom.storage.repository.crypto.KeyCost;
import org.strongroom.storage.repository.index.SharedIndexes;
import org.strongroom.storage.repository.lock.LockRules;

/**
 * Where and how this node works with repositories.
 *
 * @param packBytes sealed bytes with which a pack is full; those of disks from 1 TiB get twice that
 * @param indexes the indexes of this node, of which this repository's is shared by its works
 * @param place names the repository among those of the node
 */
public record RepositoryOptions(
    LockRules locks, KeyCost keyCost, int packBytes, SharedIndexes indexes, String place) {
  private static final int USUAL_PACK = 16 << 20;

  /** For a repository whose works share nothing with those of another opening of it. */
  public RepositoryOptions(LockRules locks, KeyCost keyCost, int packBytes) {
    this(locks, keyCost, packBytes, SharedIndexes.ofOne(), "");
  }

  /** The same for a place whose index is shared. */
  public RepositoryOptions sharing(SharedIndexes those, String placeOfThis) {
    return new RepositoryOptions(locks, keyCost, packBytes, those, placeOfThis);
  }

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
