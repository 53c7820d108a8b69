package org.strongroom.server.face.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.awaitility.Awaitility;
import org.strongroom.server.secret.PasswordHash;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API, to prepare what the console is to show and to see what it did. */
final class Api {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BASE = "/zstack/v1";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;
  private String session = "";

  Api(URI url, String name, String password) {
    this.url = url;
    JsonNode reply =
        call(
            "PUT",
            "/accounts/login",
            Map.of(
                "logInByAccount",
                Map.of("accountName", name, "password", PasswordHash.sha512(password))));
    session = reply.at("/inventory/uuid").asString();
  }

  String session() {
    return session;
  }

  /** Creates something; its uuid. */
  String create(String path, Map<String, ?> parameters) {
    JsonNode reply = post(path, parameters);
    assertThat(reply.at("/inventory/uuid").asString()).as(reply.toString()).isNotEmpty();
    return reply.at("/inventory/uuid").asString();
  }

  JsonNode post(String path, Map<String, ?> parameters) {
    return call("POST", path, Map.of("params", parameters));
  }

  /** Has something done to something; the uuid of what came of it. */
  String act(String path, String action, Map<String, ?> parameters) {
    JsonNode reply = call("PUT", path + "/actions", Map.of(action, parameters));
    assertThat(reply.has("error")).as(reply.toString()).isFalse();
    return reply.at("/inventory/uuid").asString();
  }

  JsonNode delete(String path) {
    return call("DELETE", path, null);
  }

  JsonNode get(String path) {
    return call("GET", path, null);
  }

  HttpResponse<String> answer(String method, String path, Object body, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A call and its end, good or bad. */
  private JsonNode call(String method, String path, Object body) {
    String authorization = session.isEmpty() ? "" : "OAuth " + session;
    HttpResponse<String> answer = answer(method, BASE + path, body, authorization);
    if (answer.statusCode() != 202) {
      return JSON.readTree(answer.body());
    }
    String location = URI.create(JSON.readTree(answer.body()).get("location").asString()).getPath();
    HttpResponse<String> end =
        Awaitility.await()
            .until(
                () -> answer("GET", location, null, authorization),
                polled -> polled.statusCode() != 202);
    return JSON.readTree(end.body());
  }
}
