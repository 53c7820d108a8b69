package org.strongroom.server.face;

import io.javalin.config.RoutesConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What those who run the server look at: health and metrics. */
public final class ServerPages {
  private final PrometheusMeterRegistry meters;

  public ServerPages(PrometheusMeterRegistry meters) {
    this.meters = meters;
  }

  public void register(RoutesConfig routes) {
    routes.get("/healthz", ctx -> ctx.contentType("text/plain").result("ok\n"));
    routes.get(
        "/metrics",
        ctx -> ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape()));
  }
}
