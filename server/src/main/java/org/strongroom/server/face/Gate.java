package org.strongroom.server.face;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where requests come in. A node of several that stops says so first, so that load balancers send
 * nothing more, and takes no calls any more when they had the time to notice. What came in is
 * answered.
 */
public final class Gate {
  private static final String ENTERED = "gate.entered";
  private static final Duration GLANCE = Duration.ofMillis(20);

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile boolean closing;
  private volatile boolean closed;

  /** Connections end with their next answer from now on. */
  public void announce() {
    closing = true;
  }

  /** Takes no call any more; what asks is answered still. */
  public void close() {
    closed = true;
  }

  /**
   * Lets a request in.
   *
   * @throws ClosedException if it is a call that another node has to take
   */
  void enter(Context ctx) {
    if (closing) {
      ctx.header("Connection", "close");
    }
    boolean asks = ctx.method().name().equals("GET") || ctx.method().name().equals("HEAD");
    // first in, then asked: whoever waits until nobody is inside has let all in that saw it open
    boolean counted = !asks && !carriesImage(ctx.path());
    requests.incrementAndGet();
    if (counted) {
      calls.incrementAndGet();
    }
    ctx.attribute(ENTERED, counted);
    if (closed && !asks) {
      throw new ClosedException();
    }
  }

  /** As long as that takes; its job goes on elsewhere. */
  private static boolean carriesImage(String path) {
    return path.endsWith("/upload") || path.contains("/uploads/");
  }

  void leave(Context ctx) {
    Boolean counted = ctx.attribute(ENTERED);
    if (counted != null) {
      ctx.attribute(ENTERED, null);
      requests.decrementAndGet();
      if (counted) {
        calls.decrementAndGet();
      }
    }
  }

  /** Waits until the calls that came in are accepted or refused. */
  public void awaitCalls(Duration most) throws InterruptedException {
    await(calls, most);
  }

  /** Waits until all that came in is answered, downloads too. */
  public void awaitAll(Duration most) throws InterruptedException {
    await(requests, most);
  }

  private static void await(AtomicInteger inside, Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    while (inside.get() > 0 && System.nanoTime() < until) {
      Thread.sleep(GLANCE);
    }
  }

  /** This node is stopping and another has to be called. */
  static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosedException() {
      super("this node is stopping; send the same call, with the same X-Job-UUID, again");
    }
  }
}
