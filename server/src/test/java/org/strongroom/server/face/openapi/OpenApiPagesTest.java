package org.strongroom.server.face.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.face.HttpServer;
import org.strongroom.server.face.RequestMetrics;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiPagesTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeAll
  void start() {
    server =
        new HttpServer(
            new Configuration.Http("127.0.0.1", 0, 4096, Optional.empty()),
            List.of(new OpenApiPages("1.0")::register),
            new RequestMetrics(new SimpleMeterRegistry()));
    server.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
        BodyHandlers.ofString());
  }

  @Test
  void theDocumentNeedsNoSession() throws Exception {
    HttpResponse<String> answer = get("/zstack/v1/openapi.json");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(t -> assertThat(t).startsWith("application/json"));
    assertThat(answer.body()).contains("\"openapi\":\"3.1.0\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/docs", "/docs/"})
  void thePageLoadsNothingFromElsewhere(String path) throws Exception {
    HttpResponse<String> page = get(path);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).doesNotContain("http://", "https://").contains("/docs/start.js");
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'self'"));
    assertThat(get("/docs/start.js").body()).contains("/zstack/v1/openapi.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"})
  void whatThePageNeedsIsInTheProgram(String file) throws Exception {
    HttpResponse<String> answer = get("/docs/" + file);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).hasSizeGreaterThan(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/docs/..%2f..%2fdb/migration/V1__catalog.sql", "/docs/other.js"})
  void nothingElseIsServed(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(400, 404);
  }
}
