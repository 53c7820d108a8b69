package org.strongroom.server.catalog;

import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Deletes rows of which there may be any number, few in each transaction: whoever else writes waits
 * no longer than for those. Rows that hang on a row which is to go, and would go with it, are
 * deleted so before it.
 */
public final class Portions {
  /** Rows that hold the writer for a tenth of what they may. */
  public static final int AT_ONCE = 1000;

  private Portions() {}

  /**
   * Deletes all rows for which a condition holds.
   *
   * @param key the columns of the table's key
   */
  public static void delete(
      Database database, Table<Record> table, Condition which, Field<?>... key) {
    delete(database, transaction -> {}, table, which, key);
  }

  /**
   * The same, as long as a check passes, which each transaction begins with: what has been deleted
   * stays so.
   */
  public static void delete(
      Database database,
      Consumer<Transaction> check,
      Table<Record> table,
      Condition which,
      Field<?>... key) {
    int deleted;
    do {
      deleted =
          database.write(transaction -> {
            check.accept(transaction);
            return deleteSome(transaction, table, which, key);
          });
    } while (deleted == AT_ONCE);
  }

  /**
   * Deletes {@value #AT_ONCE} of the rows at most.
   *
   * @return how many
   */
  public static int deleteSome(
      Transaction transaction, Table<Record> table, Condition which, Field<?>... key) {
    Select<Record> some = DSL.select(key).from(table).where(which).limit(AT_ONCE);
    return transaction.sql().deleteFrom(table).where(DSL.row(key).in(some)).execute();
  }
}
