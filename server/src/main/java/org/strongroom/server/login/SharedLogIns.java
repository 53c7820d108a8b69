package org.strongroom.server.login;

import static org.strongroom.server.catalog.identity.LogInFailureTable.LOG_IN_FAILURE;
import static org.strongroom.server.catalog.identity.LogInPlaceTable.LOG_IN_PLACE;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.catalog.Work;

/**
 * What all nodes know of failed log-ins, and from where accounts were logged in to: so that a
 * guesser has one budget at three nodes, and who is at home at one is at all of them. Each node
 * keeps its own budgets besides, which hold though nothing can be written.
 */
public final class SharedLogIns {
  private static final Logger log = LoggerFactory.getLogger(SharedLogIns.class);
  private static final Duration PLACES_KEPT = Duration.ofDays(30);
  private static final int MOST_PLACES = 10_000;
  private static final int AT_ONCE = 500;

  private final Database database;
  private final DatabaseTime time;

  /**
   * @param time that all nodes share
   */
  public SharedLogIns(Database database, DatabaseTime time) {
    this.database = database;
    this.time = time;
  }

  /** A budget's failures of one account, address or both. */
  record Entry(FailureBudget budget, String digest) {
    static Entry of(FailureBudget budget, String key) {
      return new Entry(budget, SharedLogIns.digest(key));
    }

    private Condition row() {
      return LOG_IN_FAILURE.BUDGET.eq(budget.name()).and(LOG_IN_FAILURE.DIGEST.eq(digest));
    }
  }

  static String digest(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How long the next attempt has to wait at any node; empty if it may be made now. */
  Optional<Duration> delay(List<Entry> entries) {
    return database.read(sql -> delay(entries, sql));
  }

  private Optional<Duration> delay(List<Entry> entries, DSLContext sql) {
    long now = time.millis(sql);
    return entries.stream()
        .flatMap(entry -> counting(entry, now, sql).stream())
        .map(row -> Duration.ofMillis(row.get(LOG_IN_FAILURE.NEXT_ATTEMPT) - now))
        .filter(Duration::isPositive)
        .max(Comparator.naturalOrder());
  }

  /** What is long ago does not count, nor what a clock that was set ahead has left. */
  private static Optional<Record> counting(Entry entry, long now, DSLContext sql) {
    return sql.selectFrom(LOG_IN_FAILURE)
        .where(entry.row())
        .and(LOG_IN_FAILURE.FAILURES.ge(entry.budget().free()))
        .and(recent(now))
        .fetchOptional();
  }

  private static Condition recent(long now) {
    return LOG_IN_FAILURE
        .LAST_FAILED
        .gt(now - FailureBudget.FORGOTTEN_AFTER.toMillis())
        .and(LOG_IN_FAILURE.LAST_FAILED.le(now));
  }

  /** Whether so many have failed that only one at a time may be made. */
  boolean isBeyond(List<Entry> entries) {
    return database.read(sql -> {
      long now = time.millis(sql);
      return entries.stream().anyMatch(entry -> counting(entry, now, sql).isPresent());
    });
  }

  /**
   * An attempt is made: no other may be made at any node for a delay.
   *
   * @return how long it has to wait if another one was faster
   */
  Optional<Duration> claim(List<Entry> entries) {
    return quietly(transaction -> {
      DSLContext sql = transaction.sql();
      Optional<Duration> delay = delay(entries, sql);
      if (delay.isPresent()) {
        return delay;
      }
      long now = time.millis(sql);
      for (Entry entry : inOrder(entries)) {
        Optional<Record> row = counting(entry, now, sql);
        if (row.isPresent()) {
          Duration next = entry.budget().delayAfter(row.get().get(LOG_IN_FAILURE.FAILURES));
          int first =
              sql.update(LOG_IN_FAILURE)
                  .set(LOG_IN_FAILURE.NEXT_ATTEMPT, now + next.toMillis())
                  .where(entry.row())
                  .and(LOG_IN_FAILURE.NEXT_ATTEMPT.le(now))
                  .execute();
          if (first == 0) {
            return Optional.of(next);
          }
        }
      }
      return Optional.empty();
    });
  }

  /** Two nodes lock the rows of two entries in one order. */
  private static List<Entry> inOrder(List<Entry> entries) {
    return entries.stream()
        .sorted(Comparator.comparing((Entry entry) -> entry.budget().name()))
        .toList();
  }

  void failed(List<Entry> entries) {
    quietly(transaction -> {
      long now = time.millis(transaction.sql());
      inOrder(entries).forEach(entry -> failed(entry, now, transaction.sql()));
      return Optional.empty();
    });
  }

  private static void failed(Entry entry, long now, DSLContext sql) {
    Field<Integer> more =
        DSL.when(recent(now), LOG_IN_FAILURE.FAILURES.plus(1)).otherwise(DSL.inline(1));
    sql.insertInto(LOG_IN_FAILURE)
        .set(LOG_IN_FAILURE.BUDGET, entry.budget().name())
        .set(LOG_IN_FAILURE.DIGEST, entry.digest())
        .set(LOG_IN_FAILURE.FAILURES, 1)
        .set(LOG_IN_FAILURE.LAST_FAILED, now)
        .set(LOG_IN_FAILURE.NEXT_ATTEMPT, now)
        .onConflict(LOG_IN_FAILURE.BUDGET, LOG_IN_FAILURE.DIGEST)
        .doUpdate()
        .set(LOG_IN_FAILURE.FAILURES, more)
        .set(LOG_IN_FAILURE.LAST_FAILED, now)
        .execute();
    int failures =
        Objects.requireNonNull(
            sql.select(LOG_IN_FAILURE.FAILURES)
                .from(LOG_IN_FAILURE)
                .where(entry.row())
                .fetchSingle(LOG_IN_FAILURE.FAILURES));
    sql.update(LOG_IN_FAILURE)
        .set(LOG_IN_FAILURE.NEXT_ATTEMPT, now + entry.budget().delayAfter(failures).toMillis())
        .where(entry.row())
        .execute();
  }

  /** Earlier failures count no more. */
  void succeeded(Entry entry) {
    boolean known = database.read(sql -> sql.fetchExists(LOG_IN_FAILURE, entry.row()));
    if (known) {
      quietly(transaction -> {
        transaction.sql().deleteFrom(LOG_IN_FAILURE).where(entry.row()).execute();
        return Optional.empty();
      });
    }
  }

  /** Attempts that were begun came to nothing that counts: the next ones may be made. */
  void released(List<Entry> entries) {
    quietly(transaction -> {
      long now = time.millis(transaction.sql());
      for (Entry entry : inOrder(entries)) {
        transaction
            .sql()
            .update(LOG_IN_FAILURE)
            .set(LOG_IN_FAILURE.NEXT_ATTEMPT, now)
            .where(entry.row())
            .and(LOG_IN_FAILURE.NEXT_ATTEMPT.gt(now))
            .execute();
      }
      return Optional.empty();
    });
  }

  /** Whether an account was logged in to from somewhere, at any node. */
  boolean isPlace(String place) {
    return database.read(
        sql -> sql.fetchExists(LOG_IN_PLACE, LOG_IN_PLACE.DIGEST.eq(digest(place))));
  }

  void place(String place) {
    quietly(transaction -> {
      long now = time.millis(transaction.sql());
      transaction
          .sql()
          .insertInto(LOG_IN_PLACE)
          .set(LOG_IN_PLACE.DIGEST, digest(place))
          .set(LOG_IN_PLACE.USED, now)
          .onConflict(LOG_IN_PLACE.DIGEST)
          .doUpdate()
          .set(LOG_IN_PLACE.USED, now)
          .execute();
      return Optional.empty();
    });
  }

  /** Forgets what is long ago, and places beyond so many; to be called now and then. */
  public void tidy() {
    long now = database.read(time::millis);
    forget(
        LOG_IN_FAILURE,
        LOG_IN_FAILURE.DIGEST,
        LOG_IN_FAILURE.LAST_FAILED.lt(now - FailureBudget.FORGOTTEN_AFTER.toMillis()));
    long last =
        database
            .read(sql ->
                sql.select(LOG_IN_PLACE.USED)
                    .from(LOG_IN_PLACE)
                    .orderBy(LOG_IN_PLACE.USED.desc())
                    .limit(1)
                    .offset(MOST_PLACES)
                    .fetchOptional(LOG_IN_PLACE.USED))
            .orElse(0L);
    forget(
        LOG_IN_PLACE,
        LOG_IN_PLACE.DIGEST,
        LOG_IN_PLACE.USED.lt(Math.max(last + 1, now - PLACES_KEPT.toMillis())));
  }

  /** Few rows at a time: whoever else writes waits no longer than for those. */
  private void forget(Table<Record> table, Field<String> key, Condition old) {
    int forgotten;
    do {
      forgotten =
          database.write(transaction ->
              transaction
                  .sql()
                  .deleteFrom(table)
                  .where(old)
                  .and(key.in(DSL.select(key).from(table).where(old).limit(AT_ONCE)))
                  .execute());
    } while (forgotten >= AT_ONCE);
  }

  /**
   * That nothing can be written must keep nobody out: this node's own budgets hold all the same.
   */
  private Optional<Duration> quietly(Work<Optional<Duration>> work) {
    try {
      return database.write(work);
    } catch (RuntimeException e) {
      log.debug("log-ins are not shared now: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
