package org.strongroom.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.strongroom.testing.EmbeddedPostgresDatabase;

/** The line between one node and the database, which can be cut. */
final class DatabaseLine implements AutoCloseable {
  private final EmbeddedPostgresDatabase database;
  private final URI target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  DatabaseLine(EmbeddedPostgresDatabase database) {
    this.database = database;
    this.target = URI.create(database.url().substring("jdbc:".length()));
    try {
      listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where the node finds the database. */
  String url() {
    return database.url().replace(":" + target.getPort(), ":" + listener.getLocalPort());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        if (cut) {
          near.close();
          continue;
        }
        Socket far = new Socket(target.getHost(), target.getPort());
        open.add(near);
        open.add(far);
        Thread.ofVirtual().start(() -> copy(near, far));
        Thread.ofVirtual().start(() -> copy(far, near));
      } catch (IOException e) {
        // closed, or the database is not there
      }
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      to.setTcpNoDelay(true);
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // cut
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  /** Ends all connections, and lets none come about. */
  void cut() {
    cut = true;
    open.forEach(DatabaseLine::close);
  }

  void mend() {
    cut = false;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cut();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
