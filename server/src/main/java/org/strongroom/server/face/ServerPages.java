package org.strongroom.server.face;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;

/** What those who run the server look at: health and metrics. */
public final class ServerPages {
  private final PrometheusMeterRegistry meters;
  private final Supplier<Optional<String>> problem;

  /**
   * @param problem why load balancers should send nothing here now; empty if all is well
   */
  public ServerPages(PrometheusMeterRegistry meters, Supplier<Optional<String>> problem) {
    this.meters = meters;
    this.problem = problem;
  }

  public void register(RoutesConfig routes) {
    routes.get("/healthz", this::health);
    routes.get(
        "/metrics",
        ctx -> ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape()));
  }

  private void health(Context ctx) {
    Optional<String> found = problem.get();
    ctx.status(found.isPresent() ? 503 : 200)
        .contentType("text/plain; charset=utf-8")
        .result(found.orElse("ok") + "\n");
  }
}
