package org.strongroom.server.query.budget;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What one query may cost: relations that lead back and forth multiply, and one query must not keep
 * a processor for itself.
 *
 * @param processor time of a processor that SQLite may take
 * @param elapsed time until the end, by which PostgreSQL is bound in whole seconds
 */
public record Effort(Duration processor, Duration elapsed) {
  public static final Effort USUAL = new Effort(Duration.ofSeconds(1), Duration.ofSeconds(5));

  /** PostgreSQL works in processes of its own, and several of them. */
  public static final Effort USUAL_OF_POSTGRES =
      new Effort(Duration.ofSeconds(1), Duration.ofSeconds(1));

  /**
   * Begins to count.
   *
   * @param abandoned asked while the query runs: whether to end it early
   */
  public QueryBudget begin(BooleanSupplier abandoned) {
    return new QueryBudget(this, abandoned);
  }
}
