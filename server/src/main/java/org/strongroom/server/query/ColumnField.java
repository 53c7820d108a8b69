package org.strongroom.server.query;

import org.jooq.Condition;
import org.jooq.Table;
import org.strongroom.server.query.budget.Slots;

/** A field that is one column or expression of its row. */
record ColumnField(Column column, ValueKind kind) implements QueriedField {
  @Override
  public Condition condition(Table<?> row, Operator operator, int values, Slots slots) {
    return kind.condition(column.in(row), operator, values, slots);
  }
}
