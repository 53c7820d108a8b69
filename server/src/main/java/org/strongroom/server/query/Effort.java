package org.strongroom.server.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;

/**
 * What one statement may cost: relations that lead back and forth multiply, and nobody shall take a
 * processor for himself with one query.
 *
 * @param megasteps millions of instructions of SQLite's machine
 * @param seconds seconds of PostgreSQL
 */
record Effort(int megasteps, int seconds) {
  static final Effort USUAL = new Effort(2000, 30);

  private static final int MEGASTEP = 1_000_000;
  private static final String CANCELLED_BY_POSTGRES = "57014";

  /**
   * Runs a query and takes what is needed from its rows.
   *
   * @throws ApiException SYS.1001 if it costs too much
   */
  <R> R run(Connection connection, PreparedStatement statement, PreparedSql.Reading<R> reading)
      throws SQLException {
    try {
      return connection.isWrapperFor(SQLiteConnection.class)
          ? counted(connection.unwrap(SQLiteConnection.class), statement, reading)
          : timed(statement, reading);
    } catch (SQLException e) {
      if (isCutShort(e)) {
        throw new ApiException(
            ErrorCode.TIMED_OUT,
            "the query costs too much; use fewer relations in one condition, or more selective ones");
      }
      throw e;
    }
  }

  private <R> R timed(PreparedStatement statement, PreparedSql.Reading<R> reading)
      throws SQLException {
    statement.setQueryTimeout(seconds);
    return read(statement, reading);
  }

  private <R> R counted(
      SQLiteConnection connection, PreparedStatement statement, PreparedSql.Reading<R> reading)
      throws SQLException {
    ProgressHandler.setHandler(connection, MEGASTEP, new Countdown(megasteps));
    try {
      return read(statement, reading);
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }

  private static <R> R read(PreparedStatement statement, PreparedSql.Reading<R> reading)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return reading.read(rows);
    }
  }

  private static boolean isCutShort(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? sqlite.getResultCode() == SQLiteErrorCode.SQLITE_INTERRUPT
        : CANCELLED_BY_POSTGRES.equals(e.getSQLState());
  }

  private static final class Countdown extends ProgressHandler {
    private int left;

    Countdown(int left) {
      this.left = left;
    }

    @Override
    protected int progress() {
      return left-- > 0 ? 0 : 1;
    }
  }
}
