package org.strongroom.server.job;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.NoSpaceException;
import org.strongroom.server.catalog.Work;

/**
 * Notes what a job has done, though the catalog fails for a moment, as while its database changes
 * hands. What the job did is done all the same: taking back hours of work, or calling a deletion
 * failed that took place, would be worse than a few seconds of patience.
 */
final class PatientWrite {
  /** What a change of the database's server takes, and less than the shortest lease. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(700),
          Duration.ofMillis(1500));

  private final Database database;

  PatientWrite(Database database) {
    this.database = database;
  }

  /**
   * Runs a unit of work that writes, again if the catalog did not take it.
   *
   * @throws NoSpaceException at once: a full disk does not empty itself
   * @throws DataAccessException if the catalog fails for longer
   */
  <T extends @Nullable Object> T write(Work<T> work) {
    for (Duration pause : PAUSES) {
      try {
        return database.write(work);
      } catch (NoSpaceException e) {
        throw e;
      } catch (DataAccessException e) {
        LockSupport.parkNanos(pause.toNanos()); // an interrupt only makes it shorter
      }
    }
    return database.write(work);
  }
}
