package org.strongroom.e2e.bed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks to the PowerVC face as a script would: plain HTTP and JSON.
 *
 * @param token sent with each request; empty for none
 * @param project id of the project that paths begin with
 */
public record PowerVcClient(URI url, String token, String project) implements VolumeApi {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Logs in as user {@code admin} of project {@code admin}. */
  public static PowerVcClient admin(ServerProcess server) {
    return logIn(server.url(), "admin", ServerProcess.PASSWORD, "admin");
  }

  /** Logs in with a password, scoped to a project of the domain Default. */
  public static PowerVcClient logIn(URI url, String user, String password, String project) {
    Map<String, Object> scope =
        Map.of("project", Map.of("name", project, "domain", Map.of("name", "Default")));
    VolumeAnswer answer = authenticate(url, user, password, scope);
    return new PowerVcClient(
        url,
        answer.header("X-Subject-Token"),
        answer.answered(201).at("/token/project/id").asString());
  }

  /** Asks for a token. An empty scope is left out: the token is unscoped. */
  public static VolumeAnswer authenticate(
      URI url, String user, String password, Map<String, Object> scope) {
    Map<String, Object> auth = new LinkedHashMap<>();
    auth.put(
        "identity",
        Map.of(
            "methods",
            new String[] {"password"},
            "password",
            Map.of(
                "user",
                Map.of("name", user, "domain", Map.of("name", "Default"), "password", password))));
    if (!scope.isEmpty()) {
      auth.put("scope", scope);
    }
    return new PowerVcClient(url, "", "")
        .at(
            "POST",
            "/v3/auth/tokens",
            JsonMapper.shared().writeValueAsString(Map.of("auth", auth)));
  }

  public PowerVcClient withToken(String other) {
    return new PowerVcClient(url, other, project);
  }

  public PowerVcClient inProject(String other) {
    return new PowerVcClient(url, token, other);
  }

  @Override
  public VolumeAnswer call(String method, String path, String json) {
    return call(method, path, json, new String[0]);
  }

  /** Headers come as name, value, name, value. */
  public VolumeAnswer call(String method, String path, String json, String... headers) {
    return at(method, "/v3/" + project + path, json, headers);
  }

  /** Sends to a path of the server that need not lie below a project. */
  public VolumeAnswer at(String method, String path, String json, String... headers) {
    return json.isEmpty()
        ? send(method, path, BodyPublishers.noBody(), headers)
        : send(
            method,
            path,
            BodyPublishers.ofString(json),
            with("Content-Type", "application/json", headers));
  }

  /** Sends any bytes with no headers but those given. */
  public VolumeAnswer send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofMinutes(5))
            .method(method, body);
    if (!token.isEmpty()) {
      request.header("X-Auth-Token", token);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new VolumeAnswer(response.statusCode(), response.body(), headers(response));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Gives the token back. */
  public void revoke() {
    assertThat(at("DELETE", "/v3/auth/tokens", "", "X-Subject-Token", token).status())
        .isEqualTo(204);
  }

  private static String[] with(String name, String value, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = name;
    all[1] = value;
    System.arraycopy(headers, 0, all, 2, headers.length);
    return all;
  }

  private static Map<String, String> headers(HttpResponse<?> response) {
    Map<String, String> headers = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) ->
            headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    return headers;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "plain HTTP";
  }
}
