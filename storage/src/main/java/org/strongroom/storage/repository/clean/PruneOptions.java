package org.strongroom.storage.repository.clean;

import java.time.Duration;

/**
 * How a clean-up works.
 *
 * @param leastUse share of a pack that has to be in use, or the rest of it is moved into a new one
 * @param grace how long packs that no index has any more are kept for those who read by an old one
 * @param mostRepacked bytes that are moved at most
 */
public record PruneOptions(double leastUse, Duration grace, long mostRepacked) {
  /** Packs of which less than 80 % are used are moved; the files go a day later. */
  public static final PruneOptions USUAL =
      new PruneOptions(0.8, Duration.ofHours(24), Long.MAX_VALUE);
}
