package org.strongroom.server.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.managementnode.ManagementNodeInventory;
import org.strongroom.api.managementnode.QueryManagementNode;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.configuration.ConfigurationException;
import org.strongroom.server.query.Queries;

/**
 * This node among the others: it stamps its row every 2 s on the database's clock, takes away the
 * rows of nodes that were silent for 12 s, and knows from the rest which storages are its own.
 *
 * <p>A node whose own clock is off by more than a second does not join. One that drifts away, or
 * loses the database for as long as others wait for its signs of life, leaves: it answers for
 * nothing until it may come back.
 */
public final class Membership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);
  private static final Duration BEAT = Duration.ofSeconds(2);

  /** Less than others wait before they take over, so that it has stopped by then. */
  private static final Duration FRESH = NodeRows.DEAD_AFTER.minus(BEAT);

  private final Database database;
  private final NodeRows rows;
  private final NodeClock clock;
  private final String nodeUuid;
  private final List<Runnable> onChange = new CopyOnWriteArrayList<>();
  private final List<Runnable> onLeave = new CopyOnWriteArrayList<>();
  private final List<Runnable> onReturn = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("cluster-timer").daemon().factory());
  private volatile Ownership ownership;
  private volatile long lastSign = System.nanoTime();
  private volatile Optional<String> away = Optional.empty();
  private boolean leaving;

  /** A node that has not joined yet. */
  public Membership(Database database, NodeRows rows, NodeClock clock) {
    this.database = database;
    this.rows = rows;
    this.clock = clock;
    this.nodeUuid = rows.nodeUuid();
    this.ownership = Ownership.of(List.of(nodeUuid));
  }

  /**
   * Joins, and gives signs of life from now on.
   *
   * @return whether other nodes are there
   * @throws ConfigurationException if this node's clock is not the database's
   */
  public boolean start() {
    Duration ahead = clock.ahead();
    if (!NodeClock.tolerated(ahead)) {
      throw new ConfigurationException(
          NodeClock.told(ahead)
              + "; nodes keep time by the database and have to be right within a second: set the"
              + " clock (NTP), then start again");
    }
    beat();
    log.info("this node is {}", nodeUuid);
    timer.scheduleWithFixedDelay(
        this::tryToBeat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    return ownership.nodeUuids().size() > 1;
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
    onChange.add(action);
  }

  /** The action runs when this node has to give up what it answers for. */
  public void onLeave(Runnable action) {
    onLeave.add(action);
  }

  /** The action runs when this node may answer for things again. */
  public void onReturn(Runnable action) {
    onReturn.add(action);
  }

  /** Whether this node answers for the storage. */
  public boolean owns(String storageUuid) {
    return problem().isEmpty() && ownership.owner(storageUuid).filter(nodeUuid::equals).isPresent();
  }

  /** Why this node answers for nothing now; empty if all is well. */
  public Optional<String> problem() {
    if (away.isPresent() || rows.alone()) {
      return away;
    }
    return fresh() ? Optional.empty() : Optional.of("the database does not answer this node");
  }

  private boolean fresh() {
    return System.nanoTime() - lastSign < FRESH.toNanos();
  }

  private void tryToBeat() {
    try {
      beat();
    } catch (RuntimeException e) {
      log.error("the node could not give a sign of life", e);
      if (!rows.alone() && !fresh()) {
        leave("the database does not answer this node");
      }
    }
  }

  /** Gives one sign of life and looks who else does. */
  synchronized void beat() {
    if (leaving) {
      return;
    }
    Duration ahead = clock.ahead();
    if (!NodeClock.tolerated(ahead)) {
      rows.remove();
      leave(NodeClock.told(ahead));
      return;
    }
    List<String> live = rows.stamp();
    lastSign = System.nanoTime();
    if (away.isPresent()) {
      log.info("this node is back");
      away = Optional.empty();
      onReturn.forEach(Runnable::run);
    }
    Ownership now = Ownership.of(live);
    if (!now.equals(ownership)) {
      log.info("management nodes are now {}", live);
      ownership = now;
      onChange.forEach(Runnable::run);
    }
  }

  private synchronized void leave(String why) {
    if (away.isEmpty()) {
      log.error("this node leaves the others: {}", why);
      away = Optional.of(why);
      onLeave.forEach(Runnable::run);
    }
  }

  /** Leaves for good, so that the others take over at once; may be called again. */
  public synchronized void leave() {
    if (!leaving) {
      leaving = true;
      timer.shutdownNow();
      away = Optional.of("this node is stopping");
      rows.remove();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    leave();
  }
}
