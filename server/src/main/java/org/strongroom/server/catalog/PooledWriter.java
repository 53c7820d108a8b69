package org.strongroom.server.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Writes to PostgreSQL, each unit of work in a transaction of its own: the server groups commits by
 * itself. What fails only because another transaction was faster (a serialization failure, a
 * deadlock, a row that now exists, or is gone) is run again.
 */
final class PooledWriter implements Writer {
  private static final int ATTEMPTS = 5;

  private final DataSource pool;
  private final Settings settings;

  PooledWriter(DataSource pool, Settings settings) {
    this.pool = pool;
    this.settings = settings;
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (DataAccessException e) {
        if (attempt == ATTEMPTS || !worthAnotherTry(e)) {
          throw e;
        }
      }
    }
  }

  private <T extends @Nullable Object> T once(Work<T> work) {
    Transaction transaction;
    T result;
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        transaction = new Transaction(DSL.using(connection, SQLDialect.POSTGRES, settings));
        result = work.run(transaction);
        connection.commit();
      } catch (RuntimeException | Error | SQLException e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new DataAccessException("the database could not commit", e);
    }
    transaction.committed();
    return result;
  }

  private static void rollBack(Connection connection, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e); // the connection is gone, and the transaction with it
    }
  }

  private static boolean worthAnotherTry(DataAccessException e) {
    return switch (e.sqlState()) {
      case "40001", "40P01", "23505", "23503", "25P03" -> true;
      default -> false;
    };
  }

  @Override
  public void close() {}
}
