package org.strongroom.server.face.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.SelectorManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts connections, in total and for each source, and closes at once what is beyond the bounds.
 * Proxies that are trusted stand for many clients and count in the total alone.
 */
final class Connections implements SelectorManager.AcceptListener {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);
  private static final long WARNED_EVERY = 60_000_000_000L;

  private final int most;
  private final int mostOfOne;
  private final Sources sources;
  private final Map<SelectableChannel, String> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private long warned = System.nanoTime() - WARNED_EVERY;
  private volatile Runnable makeRoom = () -> {};

  Connections(int most, int mostOfOne, Sources sources) {
    this.most = most;
    this.mostOfOne = mostOfOne;
    this.sources = sources;
  }

  /** What is done when the total is reached, so that the next connection finds room. */
  void onFull(Runnable action) {
    makeRoom = action;
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    if (!(channel instanceof SocketChannel socket)) {
      return;
    }
    try {
      if (!(socket.getRemoteAddress() instanceof InetSocketAddress remote)) {
        return;
      }
      String source =
          sources.isTrusted(remote.getAddress()) ? "" : Sources.name(remote.getAddress());
      if (open.size() >= most - 1) {
        makeRoom.run();
      }
      if (!admit(channel, source)) {
        channel.close(); // its registration fails then, and nothing else becomes of it
      }
    } catch (IOException e) {
      log.debug("a connection broke off at once", e);
    }
  }

  private synchronized boolean admit(SelectableChannel channel, String source) {
    int ofOne = counts.getOrDefault(source, 0);
    if (open.size() >= most || (!source.isEmpty() && ofOne >= mostOfOne)) {
      warn(source, open.size() >= most);
      return false;
    }
    counts.put(source, ofOne + 1);
    open.put(channel, source);
    return true;
  }

  private void warn(String source, boolean full) {
    if (System.nanoTime() - warned > WARNED_EVERY) {
      warned = System.nanoTime();
      log.warn(
          "connections are refused: {}",
          full
              ? "there are as many as http.maxConnections allows"
              : source + " has as many as http.maxConnectionsPerSource allows");
    }
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    closed(channel);
  }

  /** A connection has ended; to say so twice does no harm. */
  synchronized void closed(SelectableChannel channel) {
    String source = open.remove(channel);
    if (source != null) {
      counts.computeIfPresent(source, (key, count) -> count > 1 ? count - 1 : null);
    }
  }

  int size() {
    return open.size();
  }
}
