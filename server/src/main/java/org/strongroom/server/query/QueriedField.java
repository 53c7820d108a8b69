package org.strongroom.server.query;

import org.jooq.Condition;
import org.jooq.Table;
import org.strongroom.server.query.budget.Slots;

/** What a condition can be about. */
interface QueriedField {
  ValueKind kind();

  /**
   * Whether the field can be asked so.
   *
   * @throws org.strongroom.api.ApiException SYS.1007 if not
   */
  default void check(Operator operator) {}

  /** Whether few rows can fulfil such a condition, and an index finds those. */
  default boolean isSeldom(Operator operator) {
    return false;
  }

  /**
   * The condition on a row.
   *
   * @param values how many values there are
   */
  Condition condition(Table<?> row, Operator operator, int values, Slots slots);
}
