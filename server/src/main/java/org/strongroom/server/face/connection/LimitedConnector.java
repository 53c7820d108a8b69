package org.strongroom.server.face.connection;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens. There are only so many connections, those that take too long to send what they have
 * begun are closed, and where there is no room for another one, what has been idle longest goes.
 */
public final class LimitedConnector extends ServerConnector {
  private static final Logger log = LoggerFactory.getLogger(LimitedConnector.class);
  private static final int CLOSED_AT_ONCE = 16;
  private static final long LEAST_IDLE_NANOS = 1_000_000_000L;

  private final Connections connections;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("connection-watch").daemon().factory());

  public LimitedConnector(
      Server server, int most, int mostOfOne, Sources sources, ConnectionFactory... factories) {
    super(server, 1, 2, factories);
    connections = new Connections(most, mostOfOne, sources);
    connections.onFull(this::closeIdle);
    getSelectorManager().addEventListener(connections);
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    WatchedEndPoint endPoint =
        new WatchedEndPoint(channel, selector, key, getScheduler(), connections);
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    watch.scheduleWithFixedDelay(this::closeLate, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  protected void doStop() throws Exception {
    watch.shutdownNow();
    super.doStop();
  }

  private Stream<WatchedEndPoint> endPoints() {
    return getConnectedEndPoints().stream()
        .filter(WatchedEndPoint.class::isInstance)
        .map(WatchedEndPoint.class::cast);
  }

  private void closeLate() {
    try {
      long now = System.nanoTime();
      endPoints()
          .filter(endPoint -> endPoint.isLate(now))
          .forEach(endPoint -> {
            log.debug("{} is too slow and is closed", endPoint.getRemoteSocketAddress());
            endPoint.close();
          });
    } catch (RuntimeException e) {
      log.error("connections could not be watched", e);
    }
  }

  private void closeIdle() {
    long now = System.nanoTime();
    List<WatchedEndPoint> idle =
        endPoints()
            .filter(endPoint -> endPoint.isIdle() && endPoint.idleFor(now) > LEAST_IDLE_NANOS)
            .sorted(Comparator.comparingLong((WatchedEndPoint e) -> e.idleFor(now)).reversed())
            .limit(CLOSED_AT_ONCE)
            .toList();
    idle.forEach(WatchedEndPoint::close);
  }

  /** How many connections there are. */
  public int connections() {
    return connections.size();
  }
}
