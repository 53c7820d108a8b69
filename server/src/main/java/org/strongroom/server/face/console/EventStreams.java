package org.strongroom.server.face.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.face.console.frame.View;

/**
 * Tells open pages that something has changed (server-sent events), at most once a second; what it
 * is they fetch themselves. A stream ends with its session, and after ten minutes in any case:
 * browsers open it again. Pages that have none ask now and then.
 */
final class EventStreams implements AutoCloseable {
  private static final int MOST = 500;
  private static final int MOST_OF_ONE_SESSION = 8;
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

  private final Exchanges exchanges;
  private final Pulses pulses;
  private final Semaphore places = new Semaphore(MOST);

  EventStreams(Exchanges exchanges, Pulses pulses) {
    this.exchanges = exchanges;
    this.pulses = pulses;
  }

  void register(RoutesConfig routes) {
    routes.get("/console/events-stream", exchanges.watched(this::stream));
  }

  private void stream(View view, Context ctx) throws IOException {
    String session = Origin.current().session().orElseThrow();
    if (!places.tryAcquire()) {
      busy(ctx);
      return;
    }
    try (Pulses.Page page = pulses.open(view.caller(), session)) {
      if (pulses.pages(session) > MOST_OF_ONE_SESSION) {
        busy(ctx);
      } else {
        send(page, ctx);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      places.release();
    }
  }

  /** No event stream, so that the browser does not ask at once again. */
  private static void busy(Context ctx) {
    ctx.status(503).header("Retry-After", "30");
  }

  private void send(Pulses.Page page, Context ctx) throws IOException, InterruptedException {
    ctx.res().setContentType("text/event-stream; charset=utf-8");
    ctx.header("X-Accel-Buffering", "no"); // proxies are not to collect it
    OutputStream out = ctx.res().getOutputStream();
    write(out, "retry: 5000\n\n");
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      switch (page.await(SIGN_OF_LIFE)) {
        case CHANGED -> write(out, "event: changed\ndata: {}\n\n");
        case PROGRESS -> write(out, "event: progress\ndata: {}\n\n");
        case NONE -> write(out, ":\n\n");
        case ENDED -> {
          write(out, "event: ended\ndata: {}\n\n");
          return;
        }
        case CLOSED -> {
          return;
        }
      }
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
    pulses.close();
  }
}
