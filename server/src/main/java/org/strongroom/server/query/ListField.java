package org.strongroom.server.query;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import org.jooq.Condition;
import org.jooq.SelectConditionStep;
import org.jooq.Table;
import org.strongroom.server.query.budget.Slots;

/**
 * A field with several values, each a row of another table: a condition holds if it holds for one
 * of them at least. No value at all is null.
 *
 * @param deniedByAbsence negative operators ask for rows without such a value instead, so rows
 *     without any value count too
 */
record ListField(OwnedTexts texts, ValueKind kind, boolean deniedByAbsence)
    implements QueriedField {
  @Override
  public Condition condition(Table<?> row, Operator operator, int values, Slots slots) {
    boolean absence = deniedByAbsence || operator == Operator.IS_NULL;
    Operator sought = absence ? operator.positive() : operator;
    Table<?> item = texts.table().as(slots.alias());
    SelectConditionStep<?> found =
        selectOne().from(item).where(texts.belongs(item, row)).and(texts.only().in(item));
    if (sought.takesValue()) {
      found = found.and(kind.condition(texts.text(item), sought, values, slots));
    }
    return sought == operator ? exists(found) : notExists(found);
  }
}
