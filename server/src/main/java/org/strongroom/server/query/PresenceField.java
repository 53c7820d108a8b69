package org.strongroom.server.query;

import org.jooq.Condition;
import org.jooq.Table;
import org.strongroom.api.ApiException;
import org.strongroom.server.query.budget.Slots;

/** A field that is computed when a row is read, so a condition can only ask whether it is there. */
record PresenceField(String name, Column column) implements QueriedField {
  @Override
  public ValueKind kind() {
    return ValueKind.TEXT;
  }

  @Override
  public void check(Operator operator) {
    if (operator.takesValue()) {
      throw ApiException.invalid(
          "field '%s' is not kept as it is shown; it takes only '%s' and '%s'"
              .formatted(name, Operator.IS_NULL.text(), Operator.NOT_NULL.text()));
    }
  }

  @Override
  public Condition condition(Table<?> row, Operator operator, int values, Slots slots) {
    return operator == Operator.IS_NULL ? column.in(row).isNull() : column.in(row).isNotNull();
  }
}
