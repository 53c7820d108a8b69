package org.strongroom.server.face.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.strongroom.api.ApiException;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.session.Visitors;

/**
 * Tells open pages that something has changed (server-sent events), at most once a second; what it
 * is they fetch themselves. A stream ends with its session, and after ten minutes in any case:
 * browsers open it again. Pages that have none ask now and then.
 */
final class EventStreams implements AutoCloseable {
  private static final int MOST = 500;
  private static final int MOST_OF_ONE_SESSION = 8;
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final int BEATS = 600;
  private static final int BEATS_TO_SESSION = 5;
  private static final int BEATS_TO_SIGN_OF_LIFE = 15;

  private final Exchanges exchanges;
  private final Visitors visitors;
  private final Pulses pulses;
  private final Semaphore places = new Semaphore(MOST);
  private final Map<String, Open> sessions = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** The streams of a session, which ask together whether it goes on. */
  private static final class Open {
    private final AtomicInteger streams = new AtomicInteger();
    private int beats;
    private boolean ended;

    /** Asks anew about every fifth second, however many streams there are. */
    synchronized boolean hasEnded(BooleanSupplier asked) {
      if (!ended && ++beats >= BEATS_TO_SESSION * streams.get()) {
        beats = 0;
        ended = asked.getAsBoolean();
      }
      return ended;
    }
  }

  EventStreams(Exchanges exchanges, Visitors visitors) {
    this.exchanges = exchanges;
    this.visitors = visitors;
    this.pulses = new Pulses(BEAT);
  }

  void register(RoutesConfig routes) {
    routes.get("/console/events-stream", exchanges.watched(this::stream));
  }

  private void stream(View view, Context ctx) throws IOException {
    String session = view.visitor().orElseThrow().token();
    if (!places.tryAcquire()) {
      busy(ctx);
      return;
    }
    try {
      Open open = sessions.computeIfAbsent(session, key -> new Open());
      if (open.streams.incrementAndGet() > MOST_OF_ONE_SESSION) {
        busy(ctx);
      } else {
        send(view, ctx, open);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sessions.computeIfPresent(
          session, (key, open) -> open.streams.decrementAndGet() <= 0 ? null : open);
      places.release();
    }
  }

  /** No event stream, so that the browser does not ask at once again. */
  private static void busy(Context ctx) {
    ctx.status(503).header("Retry-After", "30");
  }

  private void send(View view, Context ctx, Open open) throws IOException, InterruptedException {
    ctx.res().setContentType("text/event-stream; charset=utf-8");
    ctx.header("X-Accel-Buffering", "no"); // proxies are not to collect it
    OutputStream out = ctx.res().getOutputStream();
    write(out, "retry: 5000\n\n");
    Pulses.Pulse told = pulse(view, Pulses.NONE);
    int silent = 0;
    for (int beat = 1; beat <= BEATS; beat++) {
      if (closed.await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      if (open.hasEnded(() -> visitors.watching(ctx).isEmpty())) {
        write(out, "event: ended\ndata: {}\n\n");
        return;
      }
      Pulses.Pulse now = pulse(view, told);
      boolean changed = !now.things().equals(told.things());
      if (changed || !now.progress().equals(told.progress())) {
        write(out, "event: %s\ndata: {}\n\n".formatted(changed ? "changed" : "progress"));
        told = now;
        silent = 0;
      } else if (++silent >= BEATS_TO_SIGN_OF_LIFE) {
        write(out, ":\n\n");
        silent = 0;
      }
    }
  }

  /** A server that is busy tells later. */
  private Pulses.Pulse pulse(View view, Pulses.Pulse before) {
    try {
      return pulses.of(view);
    } catch (ApiException e) {
      return before;
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** How many are open. */
  int open() {
    return MOST - places.availablePermits();
  }

  /** Ends all streams: nobody is to wait for them. */
  @Override
  public void close() {
    closed.countDown();
  }
}
