package org.strongroom.server.query;

import static java.util.Objects.requireNonNull;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;

/**
 * Texts that belong to a row, each a row of another table.
 *
 * @param key the column of the row that names it
 * @param owner the column of the other table that names the row
 * @param text the column of the other table with the text
 * @param only which rows of the other table count
 */
public record OwnedTexts(
    TableField<?, String> key,
    TableField<?, String> owner,
    TableField<?, String> text,
    Restriction only) {

  Table<?> table() {
    return requireNonNull(owner.getTable());
  }

  Condition belongs(Table<?> item, Table<?> row) {
    return Column.of(owner, item).eq(Column.of(key, row));
  }

  Field<String> text(Table<?> item) {
    return Column.of(text, item);
  }
}
