package org.strongroom.server.volume.repository;

import java.util.Optional;
import java.util.stream.LongStream;
import org.strongroom.server.job.Job;
import org.strongroom.storage.repository.clean.PruneResult;
import org.strongroom.storage.repository.clean.RepositoryUsage;

/**
 * What a clean-up came to, as its job remembers it.
 *
 * @param nextInMillis after which packs that were condemned may go; empty if none are left to go
 */
public record CleaningMade(
    long deleted, long condemned, long moved, RepositoryUsage usage, Optional<Long> nextInMillis) {
  private static final String KEY = "made";
  private static final long NONE = -1;

  public static CleaningMade of(PruneResult result) {
    return new CleaningMade(
        result.deletedBytes(),
        result.condemnedBytes(),
        result.movedBytes(),
        result.usage(),
        result.nextIn().map(left -> left.toMillis()));
  }

  public void remember(Job job) {
    long[] all = {
      deleted,
      condemned,
      moved,
      usage.packs(),
      usage.storedBytes(),
      usage.uniqueBytes(),
      usage.sharedBytes(),
      usage.reclaimableBytes(),
      nextInMillis.orElse(NONE)
    };
    job.remember(KEY, String.join(" ", LongStream.of(all).mapToObj(Long::toString).toList()));
  }

  public static CleaningMade recall(Job job) {
    String[] words = job.recall(KEY).orElseThrow().split(" ");
    long[] all = java.util.Arrays.stream(words).mapToLong(Long::parseLong).toArray();
    return new CleaningMade(
        all[0],
        all[1],
        all[2],
        new RepositoryUsage(Math.toIntExact(all[3]), all[4], all[5], all[6], all[7]),
        all[8] == NONE ? Optional.empty() : Optional.of(all[8]));
  }
}
