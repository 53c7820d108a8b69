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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a client and a server, on a loopback address, and breaks or slows connections down
 * when it is told to.
 */
public final class CuttingProxy implements AutoCloseable {
  private static final int BLOCK = 16 * 1024;

  private final ServerSocket socket;
  private final InetSocketAddress target;
  private final AtomicInteger cutsLeft = new AtomicInteger();
  private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);
  private final AtomicInteger cutsMade = new AtomicInteger();
  private final AtomicLong forwarded = new AtomicLong();
  private final AtomicLong cutAllAt = new AtomicLong(Long.MAX_VALUE);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile CountDownLatch stalled = new CountDownLatch(0);
  private final Line there = new Line();
  private final Line back = new Line();

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

  /** Breaks all connections at once, in the midst of what they carry, after so many more bytes. */
  public void cutAllAfter(long bytes) {
    cutAllAt.set(forwarded.get() + bytes);
  }

  /** Cuts nothing any more that has not been cut yet. */
  public void cutNoMore() {
    cutsLeft.set(0);
    cutAllAt.set(Long.MAX_VALUE);
  }

  /** Lets callers wait, until {@link #release}. */
  public void hold() {
    held = new CountDownLatch(1);
  }

  /** Goes on with those that wait. */
  public void release() {
    held.countDown();
  }

  /** Lets no more than so many bytes a second through, in each direction, all connections taken. */
  public void slow(long bytesPerSecond) {
    there.speed = bytesPerSecond;
    back.speed = bytesPerSecond;
  }

  /** Swallows what comes and breaks nothing, as a lost route does, until {@link #flow}. */
  public void stall() {
    stalled = new CountDownLatch(1);
  }

  /** Goes on with what was held up. */
  public void flow() {
    stalled.countDown();
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
      open.add(client);
      open.add(server);
      Thread answers = Thread.ofVirtual().start(() -> copy(server, client, back));
      copy(client, server, there);
      answers.join();
    } catch (IOException e) {
      // The client finds its connection closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.removeIf(Socket::isClosed);
    }
  }

  private void copy(Socket from, Socket to, Line line) {
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
        line.pass(got);
        stalled.await();
        long limit = cutAllAt.get();
        long over = forwarded.addAndGet(got) - limit;
        if (over < 0) {
          out.write(block, 0, got);
        } else if (cutAllAt.compareAndSet(limit, Long.MAX_VALUE)) {
          out.write(block, 0, (int) Math.max(0, got - over));
          cutsMade.incrementAndGet();
          open.forEach(CuttingProxy::closeQuietly);
          return;
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One direction: what comes while it is busy waits for its turn. */
  private static final class Line {
    private volatile long speed = Long.MAX_VALUE;
    private long free = System.nanoTime();

    void pass(int bytes) {
      long until;
      synchronized (this) {
        free = Math.max(free, System.nanoTime()) + (long) (1e9 * bytes / speed);
        until = free;
      }
      for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
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
    held.countDown();
    stalled.countDown();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
