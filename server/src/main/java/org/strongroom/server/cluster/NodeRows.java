package org.strongroom.server.cluster;

import static org.strongroom.server.catalog.system.ManagementNodeTable.MANAGEMENT_NODE;

import java.time.Duration;
import java.util.List;
import org.jooq.Condition;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.catalog.Transaction;

/**
 * The rows of the nodes that live, as one of them writes them.
 *
 * @param nodeUuid names this start of this node
 * @param alone whether no other node can use the database; what is left of others is then gone
 */
public record NodeRows(
    Database database, DatabaseTime time, String nodeUuid, String hostName, boolean alone) {
  /** After so long without a sign of life a node counts as dead. */
  static final Duration DEAD_AFTER = Duration.ofSeconds(12);

  /** Writes a sign of life, removes the rows of the dead, and tells who lives. */
  List<String> stamp() {
    return database.write(this::stamp);
  }

  private List<String> stamp(Transaction transaction) {
    long now = time.millis(transaction.sql());
    int stamped =
        transaction
            .sql()
            .update(MANAGEMENT_NODE)
            .set(MANAGEMENT_NODE.HEART_BEAT, now)
            .where(MANAGEMENT_NODE.UUID.eq(nodeUuid))
            .execute();
    if (stamped == 0) {
      // at the start, or after a pause so long that others took the row away
      transaction
          .sql()
          .insertInto(MANAGEMENT_NODE)
          .set(MANAGEMENT_NODE.UUID, nodeUuid)
          .set(MANAGEMENT_NODE.HOST_NAME, hostName)
          .set(MANAGEMENT_NODE.JOINED, now)
          .set(MANAGEMENT_NODE.HEART_BEAT, now)
          .execute();
    }
    transaction.sql().deleteFrom(MANAGEMENT_NODE).where(dead(now)).execute();
    return transaction
        .sql()
        .select(MANAGEMENT_NODE.UUID)
        .from(MANAGEMENT_NODE)
        .fetch(MANAGEMENT_NODE.UUID);
  }

  private Condition dead(long now) {
    return alone
        ? MANAGEMENT_NODE.UUID.ne(nodeUuid)
        : MANAGEMENT_NODE.HEART_BEAT.lt(now - DEAD_AFTER.toMillis());
  }

  /** Takes this node's row away. */
  void remove() {
    database.write(transaction ->
        transaction
            .sql()
            .deleteFrom(MANAGEMENT_NODE)
            .where(MANAGEMENT_NODE.UUID.eq(nodeUuid))
            .execute());
  }
}
