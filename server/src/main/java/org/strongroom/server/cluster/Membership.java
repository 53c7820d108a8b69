package org.strongroom.server.cluster;

import static org.strongroom.server.catalog.ManagementNodeTable.MANAGEMENT_NODE;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.inventory.ManagementNodeInventory;
import org.strongroom.api.managementnode.QueryManagementNode;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.query.Queries;

/**
 * This node among the others: it stamps its row every 5 s, takes away the rows of nodes that were
 * silent for 30 s, and knows from the rest which storages are its own.
 */
public final class Membership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);
  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final Duration DEAD_AFTER = Duration.ofSeconds(30);

  private final Database database;
  private final InstantSource clock;
  private final String nodeUuid;
  private final String hostName;
  private final boolean alone;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("cluster-timer").daemon().factory());
  private volatile Ownership ownership;

  /**
   * A node that has not joined yet.
   *
   * @param nodeUuid names this start of this node
   * @param alone whether no other node can use the database; what is left of others is then gone
   */
  public Membership(
      Database database, InstantSource clock, String nodeUuid, String hostName, boolean alone) {
    this.database = database;
    this.clock = clock;
    this.nodeUuid = nodeUuid;
    this.hostName = hostName;
    this.alone = alone;
    this.ownership = new Ownership(List.of(nodeUuid));
  }

  /** Joins, and gives signs of life from now on. */
  public void start() {
    beat();
    timer.scheduleWithFixedDelay(
        this::tryToBeat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  public void register(OperationRegistry operations, Queries queries) {
    operations.answer(
        QueryManagementNode.class,
        (request, caller) ->
            database.read(
                sql -> queries.find(sql, ManagementNodeInventory.class, request.query())));
  }

  /** The action runs when a node has joined or left. */
  public void onChange(Runnable action) {
    listeners.add(action);
  }

  /** Whether this node answers for the storage. */
  public boolean owns(String storageUuid) {
    return ownership.owner(storageUuid).filter(nodeUuid::equals).isPresent();
  }

  private void tryToBeat() {
    try {
      beat();
    } catch (RuntimeException e) {
      log.error("the node could not give a sign of life", e);
    }
  }

  /** Gives one sign of life and looks who else does. */
  void beat() {
    List<String> live = database.write(this::stamp);
    Ownership now = new Ownership(live);
    if (!now.equals(ownership)) {
      log.info("management nodes are now {}", live);
      ownership = now;
      listeners.forEach(Runnable::run);
    }
  }

  private List<String> stamp(Transaction transaction) {
    long now = clock.millis();
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
    long silentSince = now - DEAD_AFTER.toMillis();
    transaction
        .sql()
        .deleteFrom(MANAGEMENT_NODE)
        .where(
            alone ? MANAGEMENT_NODE.UUID.ne(nodeUuid) : MANAGEMENT_NODE.HEART_BEAT.lt(silentSince))
        .execute();
    return transaction
        .sql()
        .select(MANAGEMENT_NODE.UUID)
        .from(MANAGEMENT_NODE)
        .fetch(MANAGEMENT_NODE.UUID);
  }

  /** Leaves, so that the others take over at once. */
  @Override
  public void close() {
    timer.shutdownNow();
    database.write(transaction ->
        transaction
            .sql()
            .deleteFrom(MANAGEMENT_NODE)
            .where(MANAGEMENT_NODE.UUID.eq(nodeUuid))
            .execute());
  }
}
