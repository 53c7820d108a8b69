package org.strongroom.server.volume.repository;

import java.util.Optional;
import org.strongroom.server.job.Job;
import org.strongroom.storage.repository.BackupResult;

/**
 * What a backup came to, as its job remembers it.
 *
 * @param generation its id in the repository
 * @param logical bytes of the disk
 * @param fresh bytes of it that the repository had not
 * @param stored bytes that the storage got
 * @param bytes of the volume's file or device
 * @param measured the whole repository afterwards
 */
public record BackupMade(
    String generation, long logical, long fresh, long stored, long bytes, Measured measured) {
  private static final String GENERATION = "generation";
  private static final String LOGICAL = "logical";
  private static final String FRESH = "fresh";
  private static final String STORED = "stored";
  private static final String BYTES = "bytes";
  private static final String MEASURED = "made measured";

  public static BackupMade of(BackupResult result, long bytes, Measured measured) {
    return new BackupMade(
        result.snapshot().hex(),
        result.logicalBytes(),
        result.newBytes(),
        result.storedBytes(),
        bytes,
        measured);
  }

  /** The same with another measurement of the repository. */
  public BackupMade measuredAs(Measured again) {
    return new BackupMade(generation, logical, fresh, stored, bytes, again);
  }

  public void remember(Job job) {
    job.remember(GENERATION, generation);
    job.remember(LOGICAL, Long.toString(logical));
    job.remember(FRESH, Long.toString(fresh));
    job.remember(STORED, Long.toString(stored));
    job.remember(BYTES, Long.toString(bytes));
    job.remember(MEASURED, measured.text());
  }

  public static Optional<BackupMade> recall(Job job) {
    return job.recall(MEASURED)
        .map(measured ->
            new BackupMade(
                job.recall(GENERATION).orElseThrow(),
                number(job, LOGICAL),
                number(job, FRESH),
                number(job, STORED),
                number(job, BYTES),
                Measured.parse(measured)));
  }

  private static long number(Job job, String key) {
    return Long.parseLong(job.recall(key).orElseThrow());
  }
}
