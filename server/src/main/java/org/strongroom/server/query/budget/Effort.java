package org.strongroom.server.query.budget;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What one query may cost: relations that lead back and forth multiply, and one query must not keep
 * a processor for itself.
 *
 * @param processor time of a processor that SQLite may take
 * @param elapsed time until the end, by which PostgreSQL is bound in whole seconds
 * @param patience time until the end of what PostgreSQL's planner takes for cheap: if that is not
 *     over by {@code elapsed}, others keep the database busy, and it is begun anew; PostgreSQL does
 *     not tell how long it really worked
 */
public record Effort(Duration processor, Duration elapsed, Duration patience) {
  public static final Effort USUAL =
      new Effort(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(5));

  /** PostgreSQL works in processes of its own, and several of them. */
  public static final Effort USUAL_OF_POSTGRES =
      new Effort(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(10));

  /**
   * Begins to count.
   *
   * @param abandoned asked while the query runs: whether to end it early
   */
  public QueryBudget begin(BooleanSupplier abandoned) {
    return new QueryBudget(this, abandoned);
  }
}
