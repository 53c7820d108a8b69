package org.strongroom.server.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.server.configuration.Configuration;

class HttpServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
  private HttpServer server;

  @BeforeEach
  void start() {
    ServerPages pages =
        new ServerPages(
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), problem::get, List.of());
    server =
        new HttpServer(
            new Configuration.Http("127.0.0.1", 0, 4096, Optional.empty()),
            List.of(pages::register),
            new RequestMetrics(new SimpleMeterRegistry()));
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Load balancers ask so, and go on sending calls to a node that leaves if it says 200. */
  @Test
  void headTellsWhatGetTells() throws Exception {
    assertThat(send("HEAD", "/healthz").statusCode()).isEqualTo(200);

    problem.set(Optional.of("this node leaves"));

    assertThat(send("GET", "/healthz").statusCode()).isEqualTo(503);
    HttpResponse<String> head = send("HEAD", "/healthz");
    assertThat(head.statusCode()).isEqualTo(503);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .isEqualTo(send("GET", "/healthz").headers().firstValue("Content-Length"));
  }

  /** Whatever a client accepts: the forms are those of the API, not of the library. */
  @ParameterizedTest
  @ValueSource(strings = {"*/*", "text/html", "application/json", "image/png", "nonsense"})
  void whatIsNotThereIsToldInPlainText(String accept) throws Exception {
    for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
      HttpResponse<String> missing = send(method, "/nothing", "Accept", accept);
      assertThat(missing.statusCode()).isEqualTo(404);
      assertThat(missing.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
      assertThat(missing.body()).isEqualTo("no API at /nothing");
    }
    HttpResponse<String> other = send("POST", "/healthz", "Accept", accept);
    assertThat(other.statusCode()).isEqualTo(405);
    assertThat(other.headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertThat(other.body()).isEqualTo("method POST is not allowed at /healthz");
  }
}
