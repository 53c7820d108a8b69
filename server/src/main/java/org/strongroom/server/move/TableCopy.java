package org.strongroom.server.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.strongroom.server.move.TargetTable.Column;

/** Copies the rows of one table. */
final class TableCopy {
  private static final int AT_ONCE = 1000;
  private static final int TOLD_EVERY = 20_000;

  /** Signs of life of servers that do not run. */
  private static final Set<String> LEFT_BEHIND = Set.of("management_node");

  private final TargetTable table;
  private final Connection from;
  private final Connection to;
  private final Consumer<String> told;

  TableCopy(TargetTable table, Connection from, Connection to, Consumer<String> told) {
    this.table = table;
    this.from = from;
    this.to = to;
    this.told = told;
  }

  /** Copies, and tells how many. */
  long run() throws SQLException {
    if (LEFT_BEHIND.contains(table.name())) {
      return 0;
    }
    String values = String.join(", ", Collections.nCopies(table.columns().size(), "?"));
    long all = count(from, table);
    try (Statement read = from.createStatement();
        ResultSet row =
            read.executeQuery("SELECT " + table.columnList() + " FROM " + table.quotedName());
        PreparedStatement write =
            to.prepareStatement(
                "INSERT INTO %s (%s) VALUES (%s)"
                    .formatted(table.quotedName(), table.columnList(), values))) {
      return copy(row, write, all);
    } catch (SQLException e) {
      throw new SQLException(
          "table %s cannot be copied: %s".formatted(table.name(), reason(e)), e.getSQLState(), e);
    }
  }

  private long copy(ResultSet row, PreparedStatement write, long all) throws SQLException {
    long copied = 0;
    while (row.next()) {
      set(write, row);
      write.addBatch();
      copied++;
      if (copied % AT_ONCE == 0) {
        write.executeBatch();
      }
      if (copied % TOLD_EVERY == 0) {
        told.accept("%s: %d of %d".formatted(table.name(), copied, all));
      }
    }
    write.executeBatch();
    if (copied > 0) {
      told.accept("%s: %d rows".formatted(table.name(), copied));
    }
    return copied;
  }

  private void set(PreparedStatement write, ResultSet row) throws SQLException {
    List<Column> columns = table.columns();
    for (int i = 1; i <= columns.size(); i++) {
      switch (columns.get(i - 1).type()) {
        case "boolean" -> {
          boolean value = row.getBoolean(i);
          if (row.wasNull()) {
            write.setNull(i, Types.BOOLEAN);
          } else {
            write.setBoolean(i, value);
          }
        }
        case "bigint", "integer", "smallint" -> {
          long value = row.getLong(i);
          if (row.wasNull()) {
            write.setNull(i, Types.BIGINT);
          } else {
            write.setLong(i, value);
          }
        }
        case "bytea" -> write.setBytes(i, row.getBytes(i));
        case "character varying", "text", "character" -> write.setString(i, row.getString(i));
        default ->
            throw new IllegalStateException(
                "no way to copy %s.%s".formatted(table.name(), columns.get(i - 1)));
      }
    }
  }

  /** What PostgreSQL said of the row, and not that it was in a batch. */
  private static String reason(SQLException e) {
    SQLException next = e.getNextException();
    return String.valueOf(next == null ? e.getMessage() : next.getMessage());
  }

  /**
   * Makes sure that both have as many rows.
   *
   * @throws SQLException if not
   */
  static void compare(TargetTable table, Connection from, Connection to) throws SQLException {
    long there = count(to, table);
    long here = LEFT_BEHIND.contains(table.name()) ? 0 : count(from, table);
    if (here != there) {
      throw new SQLException(
          "table %s has %d rows, of which %d arrived".formatted(table.name(), here, there));
    }
  }

  private static long count(Connection connection, TargetTable table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table.quotedName())) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
