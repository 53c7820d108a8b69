package org.strongroom.server.query;

import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.strongroom.server.query.budget.Slots;

/**
 * A condition whose field is found and whose values are read.
 *
 * @param way the relations that lead to the field
 * @param limited whether rows on the way have to belong to an account, bound after the values
 * @param count how many values there are
 * @param binds what is bound for them
 */
record Term(
    String name,
    List<Step> way,
    QueriedField field,
    Operator operator,
    boolean limited,
    int count,
    List<Object> binds) {

  /** A relation on the way. */
  record Step(Join join, Mapping<?> target) {}

  /** What the statement depends on; the values are bound. */
  record Shape(String name, Operator operator, boolean limited, int count) {}

  Shape shape() {
    return new Shape(name, operator, limited, count);
  }

  Condition condition(Table<?> row, Slots slots) {
    return condition(row, way, slots);
  }

  private Condition condition(Table<?> row, List<Step> rest, Slots slots) {
    if (rest.isEmpty()) {
      return field.condition(row, operator, count, slots);
    }
    Step step = rest.getFirst();
    Table<?> related = step.target().table().as(slots.alias());
    Condition holds = holds(step, related, rest.subList(1, rest.size()), slots);
    return rest.size() == 1 && field.isSeldom(operator)
        ? step.join().comesFrom(row, related, holds, slots)
        : step.join().leads(row, related, holds, slots);
  }

  /** What the condition asks of the rows that the first relation leads to. */
  Condition ofFirstRelated(Table<?> related, Slots slots) {
    return holds(way.getFirst(), related, way.subList(1, way.size()), slots);
  }

  private Condition holds(Step step, Table<?> related, List<Step> rest, Slots slots) {
    Condition holds = condition(related, rest, slots);
    if (limited && step.target().ownership().isPresent()) {
      Field<String> account = slots.next(SQLDataType.VARCHAR);
      holds = holds.and(step.target().ownership().get().by(account, related));
    }
    return step.target().only().in(related).and(holds);
  }
}
