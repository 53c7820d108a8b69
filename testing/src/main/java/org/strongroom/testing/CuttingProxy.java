package org.strongroom.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a client and a server, on a loopback address, and breaks connections when it is
 * told to.
 */
public final class CuttingProxy implements AutoCloseable {
  private static final int BLOCK = 16 * 1024;

  private final ServerSocket socket;
  private final InetSocketAddress target;
  private final AtomicInteger cutsLeft = new AtomicInteger();
  private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);
  private final AtomicInteger cutsMade = new AtomicInteger();
  private final AtomicLong forwarded = new AtomicLong();
  private volatile CountDownLatch held = new CountDownLatch(0);

  private CuttingProxy(URI target) throws IOException {
    this.target = new InetSocketAddress(target.getHost(), target.getPort());
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("cutting proxy").start(this::accept);
  }

  /** A proxy that cuts nothing yet. */
  public static CuttingProxy to(URI target) {
    try {
      return new CuttingProxy(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Breaks the next connections that carry so many bytes in one direction. */
  public void cut(int times, long afterBytes) {
    cutAfter.set(afterBytes);
    cutsLeft.set(times);
  }

  /** Lets callers wait, until {@link #release}. */
  public void hold() {
    held = new CountDownLatch(1);
  }

  /** Goes on with those that wait. */
  public void release() {
    held.countDown();
  }

  /** How many connections were broken. */
  public int cuts() {
    return cutsMade.get();
  }

  /** Bytes that went through, in both directions. */
  public long forwarded() {
    return forwarded.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> forward(client));
      } catch (IOException e) {
        // Closed, or a broken hand-shake.
      }
    }
  }

  private void forward(Socket client) {
    try (client;
        var server = new Socket()) {
      held.await();
      server.connect(target);
      Thread back = Thread.ofVirtual().start(() -> copy(server, client));
      copy(client, server);
      back.join();
    } catch (IOException e) {
      // The client finds its connection closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] block = new byte[BLOCK];
    long passed = 0;
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int got = in.read(block); got >= 0; got = in.read(block)) {
        passed += got;
        if (passed > cutAfter.get() && cutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          cutsMade.incrementAndGet();
          from.close();
          to.close();
          return;
        }
        out.write(block, 0, got);
        forwarded.addAndGet(got);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Socket one) {
    try {
      one.close();
    } catch (IOException e) {
      // It is gone.
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
