package org.strongroom.server.face;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.strongroom.server.face.connection.Sources;

/** What those who run the server look at: health and metrics. */
public final class ServerPages {
  private final PrometheusMeterRegistry meters;
  private final Supplier<Optional<String>> problem;
  private final Sources readers;

  /**
   * Pages.
   *
   * @param problem why load balancers should send nothing here now; empty if all is well
   * @param metricsAllow networks that may read the metrics; everybody if empty
   */
  public ServerPages(
      PrometheusMeterRegistry meters,
      Supplier<Optional<String>> problem,
      List<String> metricsAllow) {
    this.meters = meters;
    this.problem = problem;
    this.readers =
        new Sources(metricsAllow.isEmpty() ? List.of("0.0.0.0/0", "::/0") : metricsAllow);
  }

  public void register(RoutesConfig routes) {
    routes.get("/healthz", this::health);
    routes.get("/metrics", this::metrics);
  }

  private void metrics(Context ctx) {
    // behind a proxy on this machine everybody would come from the loopback address
    if (RequestOrigin.client(ctx).filter(readers::isTrusted).isPresent()) {
      ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape());
    } else {
      ctx.status(403)
          .contentType("text/plain; charset=utf-8")
          .result("metrics.allow leaves this address out\n");
    }
  }

  private void health(Context ctx) {
    Optional<String> found = problem.get();
    ctx.status(found.isPresent() ? 503 : 200)
        .contentType("text/plain; charset=utf-8")
        .result(found.orElse("ok") + "\n");
  }
}
