package org.strongroom.server.face;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.strongroom.api.ApiError;

/**
 * Counts and times requests by route, method and status, for {@code /metrics}. Labels come from
 * what the server knows, never from what clients write, so that there are only so many.
 */
public final class RequestMetrics {
  private static final String STARTED = "strongroom.started";
  private static final String MEANING = "strongroom.meaning";
  private static final String OTHER = "other";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

  private final MeterRegistry meters;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  public RequestMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void begin(Context ctx) {
    ctx.attribute(STARTED, System.nanoTime());
  }

  void end(Context ctx) {
    Long started = ctx.attribute(STARTED);
    if (started != null) {
      String method = ctx.method().name();
      timer(METHODS.contains(method) ? method : OTHER, route(ctx), meaning(ctx))
          .record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * An API whose clients know one status for all errors says here what it means in HTTP's own
   * words: a wrong password is no fault of the server.
   */
  public static void means(Context ctx, ApiError error) {
    ctx.attribute(MEANING, StatusMeaning.of(error.code()));
  }

  private static int meaning(Context ctx) {
    Integer meant = ctx.attribute(MEANING);
    return meant == null ? ctx.statusCode() : meant;
  }

  /** The pattern of the path: what clients put into it, sessions among that, is not told. */
  static String route(Context ctx) {
    var matched = ctx.endpoints().lastHttpEndpoint();
    return matched == null ? OTHER : matched.path;
  }

  private Timer timer(String method, String route, int status) {
    return timers.computeIfAbsent(
        method + " " + route + " " + status,
        key ->
            Timer.builder("strongroom.http.requests")
                .description("Requests answered")
                .tags("method", method, "route", route, "status", String.valueOf(status))
                .register(meters));
  }
}
