package org.strongroom.e2e.material;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An HTTP server on the loopback address that makes images up as they are read: as slowly as it is
 * told, or only up to a point until it is told to go on.
 */
public final class PacedSource implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore held = new Semaphore(0);
  private volatile Duration pause = Duration.ZERO;
  private volatile CountDownLatch gate = new CountDownLatch(1);

  public PacedSource() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** Waits so long after each 64 KiB, from now on. */
  public void pace(Duration between) {
    pause = between;
  }

  /** Where an image lies. Its length is told for even seeds, and not for odd ones. */
  public String url(MadeImage image) {
    return url(image, Long.MAX_VALUE);
  }

  /** Where the same lies, but reading it stops after so many bytes until {@link #release}. */
  public String url(MadeImage image, long heldAfter) {
    return "http://127.0.0.1:%d/%d/%d/%d"
        .formatted(server.getAddress().getPort(), image.seed(), image.length(), heldAfter);
  }

  /** Waits until somebody has read an image up to where it is held. */
  public void awaitHeld() throws InterruptedException {
    if (!held.tryAcquire(60, TimeUnit.SECONDS)) {
      throw new AssertionError("nobody read the image up to where it is held");
    }
  }

  /** Lets everything that is held go on, now and later. */
  public void release() {
    gate.countDown();
  }

  /** Holds what is read from now on, again. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/");
    MadeImage image = new MadeImage(Long.parseLong(path[1]), Long.parseLong(path[2]));
    long heldAfter = Long.parseLong(path[3]);
    boolean body = exchange.getRequestMethod().equals("GET");
    exchange.sendResponseHeaders(200, body ? image.seed() % 2 == 0 ? image.length() : 0 : -1);
    if (body) {
      try (InputStream in = image.stream();
          OutputStream out = exchange.getResponseBody()) {
        send(in, out, heldAfter);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    exchange.close();
  }

  private void send(InputStream in, OutputStream out, long heldAfter)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[65_536];
    long sent = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (sent <= heldAfter && sent + read > heldAfter) {
        out.flush();
        held.release();
        gate.await();
      }
      out.write(buffer, 0, read);
      sent += read;
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }
}
