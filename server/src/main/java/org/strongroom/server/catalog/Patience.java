package org.strongroom.server.catalog;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Bears with a catalog that fails for a moment, as while its database changes hands. */
final class Patience {
  /** What a change of the database's server takes, and less than the shortest lease. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(700),
          Duration.ofMillis(1500));

  private Patience() {}

  /**
   * Runs a unit of work, again if the catalog did not take it.
   *
   * @throws NoSpaceException at once: a full disk does not empty itself
   * @throws DataAccessException if the catalog fails for longer
   */
  static <T extends @Nullable Object> T with(Supplier<T> work) {
    for (Duration pause : PAUSES) {
      try {
        return work.get();
      } catch (NoSpaceException e) {
        throw e;
      } catch (DataAccessException e) {
        LockSupport.parkNanos(pause.toNanos()); // an interrupt only makes it shorter
      }
    }
    return work.get();
  }
}
