package org.strongroom.server.catalog;

import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * One new row, written without jOOQ: rendering costs several times as much as the insert itself,
 * and every call that changes something inserts a few rows.
 */
public final class Insert {
  private final Transaction transaction;
  private final StringBuilder text = new StringBuilder(256);
  private final List<@Nullable Object> values = new ArrayList<>(24);

  Insert(Transaction transaction, Table<?> table) {
    this.transaction = transaction;
    text.append("insert into ").append(table.getName()).append(" (");
  }

  /** Gives a column its value. */
  public <T> Insert set(Field<T> column, @Nullable T value) {
    text.append(values.isEmpty() ? "" : ", ").append(column.getName());
    values.add(value);
    return this;
  }

  /** Writes the row. */
  public void execute() {
    text.append(") values (?").repeat(", ?", values.size() - 1).append(')');
    transaction
        .sql()
        .connection(connection -> {
          try (PreparedStatement statement = connection.prepareStatement(text.toString())) {
            for (int i = 0; i < values.size(); i++) {
              statement.setObject(i + 1, values.get(i));
            }
            statement.executeUpdate();
          }
        });
  }
}
