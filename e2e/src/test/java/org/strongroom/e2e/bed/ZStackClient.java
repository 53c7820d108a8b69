package org.strongroom.e2e.bed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.pollinterval.PollInterval;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks the REST API as a script would: plain HTTP and JSON. */
public final class ZStackClient {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Many wait for long jobs at once, and each question costs the server as much as a list. */
  private static final PollInterval RARER =
      (polls, before) -> Duration.ofMillis(Math.min(20 + 20L * (polls / 4), 200));

  private final URI url;
  private final String session;

  private ZStackClient(URI url, String session) {
    this.url = url;
    this.session = session;
  }

  /** Logs the administrator in. */
  public static ZStackClient admin(ServerProcess server) {
    return logIn(server.url(), "admin", ServerProcess.PASSWORD);
  }

  public static ZStackClient logIn(URI url, String account, String password) {
    ZStackClient anonymous = new ZStackClient(url, "");
    JsonNode reply =
        anonymous
            .send(
                "PUT",
                "/accounts/login",
                json(
                    "logInByAccount", Map.of("accountName", account, "password", sha512(password))))
            .ok();
    return new ZStackClient(url, reply.at("/inventory/uuid").asString());
  }

  /** The same server, without a session. */
  public ZStackClient anonymous() {
    return new ZStackClient(url, "");
  }

  /** The same server with another session. */
  public ZStackClient withSession(String other) {
    return new ZStackClient(url, other);
  }

  /** The same session at another address. */
  public ZStackClient at(URI other) {
    return new ZStackClient(other, session);
  }

  public String session() {
    return session;
  }

  public URI url() {
    return url;
  }

  public static String sha512(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String json(String key, Object value) {
    return JSON.writeValueAsString(Map.of(key, value));
  }

  /** Sends one request below {@code /zstack/v1}; headers come as name, value, name, value. */
  public Answer send(String method, String path, String body, String... headers) {
    return send(method, path, BodyPublishers.ofString(body), headers);
  }

  public Answer send(String method, String path, BodyPublisher body, String... headers) {
    return send(request(method, path, body, headers).build());
  }

  /** Waits for the server's word before it sends the body, as clients do with large ones. */
  public Answer sendExpectingContinue(String method, String path, BodyPublisher body) {
    return send(request(method, path, body).expectContinue(true).build());
  }

  private HttpRequest.Builder request(
      String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(url + (path.startsWith("/zstack") ? path : "/zstack/v1" + path)))
            .timeout(Duration.ofMinutes(5))
            .method(method, body);
    if (!session.isEmpty()) {
      request.header("Authorization", "OAuth " + session);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request;
  }

  private static Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Answer send(String method, String path) {
    return send(method, path, BodyPublishers.noBody());
  }

  public JsonNode get(String path) {
    return send("GET", path, BodyPublishers.noBody()).ok();
  }

  /** The rows for which all conditions hold. */
  public JsonNode query(String path, String... conditions) {
    String q =
        Stream.of(conditions)
            .map(c -> "q=" + URLEncoder.encode(c, StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return get(path + (q.isEmpty() ? "" : "?" + q)).get("inventories");
  }

  /** Calls an asynchronous operation and waits for its end. */
  public Answer call(String method, String path, String body, String... headers) {
    Answer accepted = send(method, path, body, headers);
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    return awaitJob(jobUuid(accepted));
  }

  public Answer call(String method, String path) {
    return call(method, path, "");
  }

  /** Deletes, which has to end well. */
  public void delete(String path) {
    call("DELETE", path).ok();
  }

  /** The one row with this uuid. */
  public JsonNode show(String path, String uuid) {
    JsonNode rows = get(path + "/" + uuid).get("inventories");
    assertThat(rows).as(path + "/" + uuid).hasSize(1);
    return rows.get(0);
  }

  /** The reply of an asynchronous operation that has to end well. */
  public JsonNode done(String method, String path, String body) {
    return call(method, path, body).ok();
  }

  public JsonNode post(String path, Map<String, ?> params) {
    return done("POST", path, json("params", params));
  }

  public JsonNode act(String path, String action, Map<String, ?> parameters) {
    return done("PUT", path, json(action, parameters));
  }

  public static String jobUuid(Answer accepted) {
    String location = accepted.json().get("location").asString();
    return location.substring(location.lastIndexOf('/') + 1);
  }

  public Answer awaitJob(String jobUuid) {
    return await("job " + jobUuid)
        .atMost(Duration.ofMinutes(3))
        .pollDelay(Duration.ZERO)
        .pollInterval(RARER)
        .until(
            () -> send("GET", "/api-jobs/" + jobUuid, BodyPublishers.noBody()),
            answer -> answer.status() != 202);
  }

  /** What came back. */
  public record Answer(int status, String body, HttpResponse<String> response) {
    public JsonNode json() {
      return JSON.readTree(body);
    }

    public JsonNode ok() {
      assertThat(status).as(body).isEqualTo(200);
      return json();
    }

    /** {@code code: details} of the error of a call that failed, with the chain of causes. */
    public String error() {
      assertThat(status).as(body).isEqualTo(503);
      return errorChain();
    }

    /** The same, whatever the status. */
    public String errorChain() {
      StringBuilder text = new StringBuilder();
      String said = "";
      for (JsonNode error = json().get("error"); error != null; error = error.get("cause")) {
        String details = error.get("details").asString();
        if (!details.equals(said)) { // a cause that says the same only tells of which kind it is
          text.append(text.isEmpty() ? "" : " <- ")
              .append(error.get("code").asString())
              .append(": ")
              .append(details);
        }
        said = details;
      }
      return text.toString();
    }
  }
}
