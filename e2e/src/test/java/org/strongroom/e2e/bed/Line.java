package org.strongroom.e2e.bed;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A line to something that listens, which can be cut, hold up what is said, or pass it a byte at a
 * time.
 */
public final class Line implements AutoCloseable {
  private volatile URI target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile State state = State.WHOLE;

  private enum State {
    WHOLE,
    CUT,
    HELD,
    TRICKLING
  }

  /**
   * A line that is whole.
   *
   * @param target its host and port
   */
  public Line(URI target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where the near end listens, on a loopback address. */
  public int port() {
    return listener.getLocalPort();
  }

  /** From now on it leads there. */
  public void leadTo(URI other) {
    target = other;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        if (state == State.CUT) {
          near.close();
          continue;
        }
        Socket far = new Socket(target.getHost(), target.getPort());
        open.add(near);
        open.add(far);
        Thread.ofVirtual().start(() -> copy(near, far));
        Thread.ofVirtual().start(() -> copy(far, near));
      } catch (IOException e) {
        // closed, or nothing listens
      }
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      to.setTcpNoDelay(true);
      byte[] bytes = new byte[8192];
      for (int read = from.getInputStream().read(bytes);
          read >= 0;
          read = from.getInputStream().read(bytes)) {
        pass(bytes, read, to.getOutputStream());
      }
    } catch (IOException e) {
      // cut
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void pass(byte[] bytes, int length, OutputStream to) throws IOException {
    awaitRelease();
    if (state != State.TRICKLING) {
      to.write(bytes, 0, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      to.write(bytes, i, 1);
    }
  }

  private synchronized void awaitRelease() throws IOException {
    while (state == State.HELD) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** Ends all connections, and lets none come about. */
  public void cut() {
    become(State.CUT);
    open.forEach(Line::close);
  }

  /** Connections stay; what either side says from now on arrives when the line is mended. */
  public void hold() {
    become(State.HELD);
  }

  /** What either side says arrives a byte at a time. */
  public void trickle() {
    become(State.TRICKLING);
  }

  public void mend() {
    become(State.WHOLE);
  }

  private synchronized void become(State other) {
    state = other;
    notifyAll();
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
