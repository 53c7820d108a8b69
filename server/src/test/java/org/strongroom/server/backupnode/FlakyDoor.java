package org.strongroom.server.backupnode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port that leads to a server and closes at once on some who come, as OpenSSH does when too many
 * log in at the same time.
 */
final class FlakyDoor implements AutoCloseable {
  private final ServerSocket door;
  private final String host;
  private final int port;
  private final AtomicInteger slams = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  FlakyDoor(String host, int port) {
    this.host = host;
    this.port = port;
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::open);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Closes on the next so many. */
  void slam(int times) {
    slams.set(times);
  }

  private void open() {
    while (!door.isClosed()) {
      try {
        Socket visitor = door.accept();
        if (slams.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          visitor.close();
        } else {
          Socket inside = new Socket(host, port);
          threads.execute(() -> pass(visitor, inside));
          threads.execute(() -> pass(inside, visitor));
        }
      } catch (IOException e) {
        // closed, or the server is; whoever waits gets no answer
        continue;
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one side has ended, and with it both
      return;
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
