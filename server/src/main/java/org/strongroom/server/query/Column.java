package org.strongroom.server.query;

import static java.util.Objects.requireNonNull;

import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;

/** A column, or an expression over columns, of whatever alias of its table. */
@FunctionalInterface
public interface Column {
  Field<?> in(Table<?> row);

  /** The same column in an alias of its table. */
  static <T> Field<T> of(TableField<?, T> column, Table<?> row) {
    return requireNonNull(row.field(column));
  }
}
