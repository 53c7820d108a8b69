package org.strongroom.server.face.identity;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.face.HttpServer;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.RequestMetrics;
import org.strongroom.server.face.connection.Sources;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.identity.LogIns;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with the identity face alone, over a catalog of its own: a Keystone to others. */
public final class IdentityServer implements AutoCloseable {
  static final int LARGEST_BODY = 4096;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newHttpClient();
  private final TestCore core;
  private final HttpServer http;

  public IdentityServer(Path directory, Clock clock) {
    core = TestCore.start(directory, clock);
    IdentityFace face =
        new IdentityFace(
            core.calls(),
            core.tokens(),
            new LogIns(core.database(), core.tokens(), core.logInGuard()),
            new RequestBodies(LARGEST_BODY),
            new PublicUrl(Optional.empty(), new Sources(List.of("127.0.0.0/8"))));
    http =
        new HttpServer(
            new Configuration.Http("127.0.0.1", 0, LARGEST_BODY, Optional.empty()),
            List.of(face::register),
            new RequestMetrics(new SimpleMeterRegistry()));
    http.start();
  }

  public TestCore core() {
    return core;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + http.port());
  }

  /** Sends a request. */
  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Logs in, for a project or for none. */
  public String logIn(String user, String password, Optional<String> project) throws Exception {
    String scope =
        project
            .map(
                ",\"scope\":{\"project\":{\"name\":\"%s\",\"domain\":{\"id\":\"default\"}}}"
                    ::formatted)
            .orElse("");
    return send("POST", "/v3/auth/tokens", body(user, password, scope))
        .headers()
        .firstValue("X-Subject-Token")
        .orElseThrow();
  }

  static String body(String user, String password, String scope) {
    return """
    {"auth":{"identity":{"methods":["password"],"password":{"user":
    {"name":"%s","domain":{"name":"Default"},"password":"%s"}}}%s}}\
    """
        .formatted(user, password, scope);
  }

  static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    http.close();
    core.close();
  }
}
