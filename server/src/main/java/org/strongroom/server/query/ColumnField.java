package org.strongroom.server.query;

import org.jooq.Condition;
import org.jooq.Table;
import org.strongroom.server.query.budget.Slots;

/**
 * A field that is one column or expression of its row.
 *
 * @param seldom whether few rows have it, and an index finds those
 */
record ColumnField(Column column, ValueKind kind, boolean seldom) implements QueriedField {
  @Override
  public boolean isSeldom(Operator operator) {
    return seldom && operator.wantsValue();
  }

  @Override
  public Condition condition(Table<?> row, Operator operator, int values, Slots slots) {
    return kind.condition(column.in(row), operator, values, slots);
  }
}
