package org.strongroom.server.query;

import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.inline;

import org.jooq.Condition;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** Which rows of a table count at all, for whatever alias of it. */
@FunctionalInterface
public interface Restriction {
  Restriction NONE = row -> DSL.noCondition();

  Condition in(Table<?> row);

  /** Rows whose column holds this constant. */
  static Restriction equal(TableField<?, String> column, String constant) {
    return row -> requireNonNull(row.field(column)).eq(inline(constant));
  }
}
