package org.strongroom.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a number of connections busy from one thread: each sends its next request as soon as the
 * answer to the last one is complete.
 */
public final class LoadDriver {
  private final InetSocketAddress server;

  public LoadDriver(URI server) {
    this.server = new InetSocketAddress(server.getHost(), server.getPort());
  }

  /**
   * Drives until the time is over, or there are no more requests, and all answers have come.
   *
   * @param expected the status of an answer that counts
   * @throws IllegalStateException if another answer comes
   */
  public Load run(RequestStream requests, int connections, int expected, Duration duration) {
    try (Run run = new Run(requests, expected, System.nanoTime() + duration.toNanos())) {
      return run.run(connections);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Run implements AutoCloseable {
    private final RequestStream requests;
    private final int expected;
    private final long end;
    private final Histogram latencies = new Histogram();
    private final Selector selector = Selector.open();
    private final List<Connection> open = new ArrayList<>();
    private int busy;

    Run(RequestStream requests, int expected, long end) throws IOException {
      this.requests = requests;
      this.expected = expected;
      this.end = end;
    }

    Load run(int connections) throws IOException {
      for (int i = 0; i < connections; i++) {
        Connection connection = new Connection(server);
        open.add(connection);
        connection.channel().register(selector, SelectionKey.OP_READ, connection);
      }
      long start = System.nanoTime();
      for (Connection connection : open) {
        next(connection);
      }
      while (busy > 0) {
        selector.select(this::ready, 10_000);
      }
      return new Load(latencies, (System.nanoTime() - start) / 1e9);
    }

    private void ready(SelectionKey key) {
      Connection connection = (Connection) key.attachment();
      try {
        int status = connection.receive();
        if (status != 0) {
          busy--;
          if (status != expected) {
            throw new IllegalStateException("the server answers " + connection.lastHead());
          }
          latencies.record(System.nanoTime() - connection.started());
          next(connection);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void next(Connection connection) throws IOException {
      if (System.nanoTime() < end && connection.send(requests)) {
        busy++;
      }
    }

    @Override
    public void close() throws IOException {
      for (Connection connection : open) {
        connection.close();
      }
      selector.close();
    }
  }
}
