package org.strongroom.server.account;

import static org.strongroom.server.catalog.identity.ConsoleRunTable.CONSOLE_RUN;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.strongroom.server.catalog.Database;

/**
 * The runs over many rows that go on, known to all servers of a catalog: one of them does a run,
 * and whichever its owner asks can have it begin no further rows. A run that its server did not see
 * to its end, because it was killed, is forgotten when no session lasts as long.
 */
public final class ConsoleRuns {
  private static final Duration KEPT = ConsoleSessions.LONGEST.plusHours(1);

  private final Database database;
  private final InstantSource clock;

  public ConsoleRuns(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Notes that a run begins. */
  public void begin(String id, String accountUuid) {
    long now = clock.millis();
    database.write(transaction -> {
      transaction
          .sql()
          .deleteFrom(CONSOLE_RUN)
          .where(CONSOLE_RUN.BEGAN.lt(now - KEPT.toMillis()))
          .execute();
      return transaction
          .sql()
          .insertInto(CONSOLE_RUN)
          .set(CONSOLE_RUN.ID, id)
          .set(CONSOLE_RUN.ACCOUNT_UUID, accountUuid)
          .set(CONSOLE_RUN.BEGAN, now)
          .set(CONSOLE_RUN.CANCELLED, 0)
          .execute();
    });
  }

  /** Forgets a run that is over. */
  public void end(String id) {
    database.write(transaction ->
        transaction.sql().deleteFrom(CONSOLE_RUN).where(CONSOLE_RUN.ID.eq(id)).execute());
  }

  /** Has a run of an account begin no further rows; of another's, or of none, nothing happens. */
  public void cancel(String id, String accountUuid) {
    database.write(transaction ->
        transaction
            .sql()
            .update(CONSOLE_RUN)
            .set(CONSOLE_RUN.CANCELLED, 1)
            .where(CONSOLE_RUN.ID.eq(id))
            .and(CONSOLE_RUN.ACCOUNT_UUID.eq(accountUuid))
            .execute());
  }

  /**
   * Whether a run of an account that goes on was cancelled; empty if it is over, another's, or none
   * that is known.
   */
  public Optional<Boolean> isCancelled(String id, String accountUuid) {
    return database
        .read(sql ->
            sql.select(CONSOLE_RUN.CANCELLED)
                .from(CONSOLE_RUN)
                .where(CONSOLE_RUN.ID.eq(id))
                .and(CONSOLE_RUN.ACCOUNT_UUID.eq(accountUuid))
                .fetchOptional(CONSOLE_RUN.CANCELLED))
        .map(cancelled -> cancelled > 0);
  }
}
