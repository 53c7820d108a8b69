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

  /**
   * What PostgreSQL's planner takes for cheap, in its units: about half a second of a processor.
   */
  private static final double CHEAP = 50_000;

  private static final String CANCELLED_BY_POSTGRES = "57014";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final BooleanSupplier abandoned;
  private final long processorEnd;
  private final long elapsedEnd;
  private final long patienceEnd;
  private final Manners manners = new Manners();

  QueryBudget(Effort effort, BooleanSupplier abandoned) {
    this.abandoned = abandoned;
    this.processorEnd = processorTime() + effort.processor().toNanos();
    long now = System.nanoTime();
    this.elapsedEnd = now + effort.elapsed().toNanos();
    this.patienceEnd = now + effort.patience().toNanos();
  }

  /** Of this thread; virtual threads have none, and count what passes. */
  private static long processorTime() {
    return Thread.currentThread().isVirtual()
        ? System.nanoTime()
        : THREADS.getCurrentThreadCpuTime();
  }

  /** What the planner thinks that a statement costs. */
  interface Estimate {
    double cost() throws SQLException;
  }

  /**
   * Runs a statement and takes what is needed from its rows.
   *
   * @param estimate asked for what took long in PostgreSQL
   * @throws ApiException SYS.1001 if it costs too much
   */
  <R> R run(
      Connection connection,
      PreparedStatement statement,
      PreparedSql.Reading<R> reading,
      Estimate estimate)
      throws SQLException {
    try {
      return connection.isWrapperFor(SQLiteConnection.class)
          ? counted(connection.unwrap(SQLiteConnection.class), statement, reading)
          : timed(connection, statement, reading, estimate);
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

  private <R> R timed(
      Connection connection,
      PreparedStatement statement,
      PreparedSql.Reading<R> reading,
      Estimate estimate)
      throws SQLException {
    try {
      return until(elapsedEnd, statement, reading);
    } catch (SQLException e) {
      if (!isCutShort(e)
          || abandoned.getAsBoolean()
          || !connection.getAutoCommit() // a transaction is over with it
          || System.nanoTime() > patienceEnd
          || estimate.cost() > CHEAP) {
        throw e;
      }
      return until(patienceEnd, statement, reading);
    }
  }

  private static <R> R until(long end, PreparedStatement statement, PreparedSql.Reading<R> reading)
      throws SQLException {
    long left = end - System.nanoTime();
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
