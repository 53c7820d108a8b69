package org.strongroom.server.backupnode;

import static org.strongroom.server.catalog.system.CounterTable.COUNTER;

import java.util.Objects;
import org.strongroom.server.catalog.Transaction;

/** Gives out the numbers of nodes: from 1, none left out, none twice. */
final class NodeNumbers {
  private static final String NAME = "backup_node";

  private NodeNumbers() {}

  /** The next number, taken if the transaction succeeds. */
  static long next(Transaction transaction) {
    transaction
        .sql()
        .insertInto(COUNTER)
        .set(COUNTER.NAME, NAME)
        .set(COUNTER.VALUE, 1L)
        .onConflict(COUNTER.NAME)
        .doUpdate()
        .set(COUNTER.VALUE, COUNTER.VALUE.plus(1))
        .execute();
    return Objects.requireNonNull(
        transaction
            .sql()
            .select(COUNTER.VALUE)
            .from(COUNTER)
            .where(COUNTER.NAME.eq(NAME))
            .fetchOne(COUNTER.VALUE));
  }
}
