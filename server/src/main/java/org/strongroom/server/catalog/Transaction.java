package org.strongroom.server.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.TableField;

/**
 * A running transaction: the statements of one unit of work, and what is to happen once they are
 * durable.
 */
public final class Transaction {
  private final DSLContext sql;
  private final List<Runnable> afterCommit = new ArrayList<>();

  Transaction(DSLContext sql) {
    this.sql = sql;
  }

  public DSLContext sql() {
    return sql;
  }

  /** Begins a new row of a table. */
  public Insert insertInto(Table<?> table) {
    return new Insert(this, table);
  }

  /**
   * Makes other transactions wait that lock the same row: who counts rows before inserting one
   * would otherwise not see theirs. SQLite has one writer anyway.
   */
  public void lock(TableField<Record, String> key, String value) {
    if (sql.dialect() == SQLDialect.POSTGRES) {
      sql.selectOne()
          .from(Objects.requireNonNull(key.getTable()))
          .where(key.eq(value))
          .forNoKeyUpdate()
          .fetch();
    }
  }

  /**
   * Keeps a row from being deleted by others until the end of this transaction; others may hold it
   * too, and change it. On SQLite nobody else writes anyway.
   *
   * @return whether it is there
   */
  public boolean hold(TableField<Record, String> key, String value) {
    var row = sql.selectOne().from(Objects.requireNonNull(key.getTable())).where(key.eq(value));
    boolean locks = sql.dialect() == SQLDialect.POSTGRES;
    return (locks ? row.forKeyShare() : row).fetchOptional().isPresent();
  }

  /**
   * Waits for all who {@link #hold} a row, and lets nobody hold it before this transaction ends.
   */
  public void lockToDelete(TableField<Record, String> key, String value) {
    if (sql.dialect() == SQLDialect.POSTGRES) {
      sql.selectOne()
          .from(Objects.requireNonNull(key.getTable()))
          .where(key.eq(value))
          .forUpdate()
          .fetch();
    }
  }

  /**
   * Lets nobody else write to the table until the end of this transaction. On SQLite nobody can
   * anyway.
   */
  public void lockTable(Table<?> table) {
    if (sql.dialect().family() == SQLDialect.POSTGRES) {
      sql.execute("LOCK TABLE {0} IN EXCLUSIVE MODE", table);
    }
  }

  /** Runs the action on the caller's thread after the commit; never if the transaction fails. */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  void committed() {
    afterCommit.forEach(Runnable::run);
  }
}
