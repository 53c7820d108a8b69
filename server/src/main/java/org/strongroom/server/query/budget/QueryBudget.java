package org.strongroom.server.query.budget;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;

/** What is left of the effort that one query may cost, over all of its statements. */
public final class QueryBudget {
  /** Instructions of SQLite's machine between two looks at the clock: less than a millisecond. */
  private static final int LOOK_EVERY = 20_000;

  private static final String CANCELLED_BY_POSTGRES = "57014";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final BooleanSupplier abandoned;
  private final long processorEnd;
  private final long elapsedEnd;
  private final Manners manners = new Manners();

  QueryBudget(Effort effort, BooleanSupplier abandoned) {
    this.abandoned = abandoned;
    this.processorEnd = processorTime() + effort.processor().toNanos();
    this.elapsedEnd = System.nanoTime() + effort.elapsed().toNanos();
  }

  /** Of this thread; virtual threads have none, and count what passes. */
  private static long processorTime() {
    return Thread.currentThread().isVirtual()
        ? System.nanoTime()
        : THREADS.getCurrentThreadCpuTime();
  }

  /**
   * Runs a statement and takes what is needed from its rows.
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
      if (!isCutShort(e)) {
        throw e;
      }
      throw abandoned.getAsBoolean()
          ? new ApiException(ErrorCode.CANCELLED, "the query was given up")
          : new ApiException(
              ErrorCode.TIMED_OUT,
              "the query costs too much; use fewer relations in one condition, or more selective"
                  + " ones");
    }
  }

  private <R> R timed(PreparedStatement statement, PreparedSql.Reading<R> reading)
      throws SQLException {
    long left = elapsedEnd - System.nanoTime();
    statement.setQueryTimeout((int) Math.max(1, (left + 999_999_999) / 1_000_000_000));
    return read(statement, reading);
  }

  private <R> R counted(
      SQLiteConnection connection, PreparedStatement statement, PreparedSql.Reading<R> reading)
      throws SQLException {
    ProgressHandler.setHandler(
        connection,
        LOOK_EVERY,
        new ProgressHandler() {
          @Override
          protected int progress() {
            manners.makeRoom(processorTime());
            return isUsedUp() || abandoned.getAsBoolean() ? 1 : 0;
          }
        });
    manners.begin(processorTime());
    try {
      return read(statement, reading);
    } finally {
      manners.end();
      ProgressHandler.clearHandler(connection);
    }
  }

  private boolean isUsedUp() {
    return processorTime() > processorEnd || System.nanoTime() > elapsedEnd;
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
}
