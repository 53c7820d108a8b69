package org.strongroom.server.query;

import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads one value of a row as the component of the inventory wants it. */
@FunctionalInterface
interface Cell {
  @Nullable Object read(ResultSet row, int index) throws SQLException;

  /** The reading that the component's type asks for. */
  static Cell of(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == String.class) {
      return ResultSet::getString;
    }
    if (type == long.class) {
      return ResultSet::getLong;
    }
    if (type == int.class) {
      return ResultSet::getInt;
    }
    if (type == boolean.class) {
      return ResultSet::getBoolean;
    }
    if (type == Long.class) {
      return (row, index) -> present(row, row.getLong(index));
    }
    if (type == Integer.class) {
      return (row, index) -> present(row, row.getInt(index));
    }
    if (type == Instant.class) {
      return (row, index) -> present(row, Instant.ofEpochMilli(row.getLong(index)));
    }
    throw new IllegalStateException("no column can fill " + component);
  }

  private static @Nullable Object present(ResultSet row, Object value) throws SQLException {
    return row.wasNull() ? null : value;
  }
}
