package org.strongroom.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls round a measurement: they prepare it and look at what came of it. */
public final class Api {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BASE = "/zstack/v1";

  /** Of the time that a work has taken already, what the next pause is. */
  private static final int PAUSES = 20;

  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;
  private final String session;

  private Api(URI url, String session) {
    this.url = url;
    this.session = session;
  }

  static Api logIn(URI url, String account, String password) {
    JsonNode reply =
        new Api(url, "")
            .send(
                "PUT",
                "/accounts/login",
                Map.of(
                    "logInByAccount",
                    Map.of("accountName", account, "password", sha512(password))));
    return new Api(url, reply.at("/inventory/uuid").asString());
  }

  /** Makes another administrator's account, and logs in to it. */
  public Api another(String account) {
    done(
        "POST",
        "/accounts",
        Map.of(
            "params", Map.of("name", account, "password", sha512(account), "type", "SystemAdmin")));
    return logIn(url, account, account);
  }

  private static String sha512(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The header that stands for the session. */
  public String authorization() {
    return "OAuth " + session;
  }

  /** A path below the API's base as a request of HTTP/1.1, without body. */
  public String get(String path) {
    return "GET %s%s HTTP/1.1\r\nHost: bench\r\nAuthorization: %s\r\n\r\n"
        .formatted(BASE, path, authorization());
  }

  /** The same with a body and another header. */
  public String post(String path, String header, String body) {
    return "POST %s%s HTTP/1.1\r\nHost: bench\r\nAuthorization: %s\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(BASE, path, authorization(), header, body.length(), body);
  }

  public JsonNode read(String path) {
    return send("GET", path, Map.of());
  }

  /** Calls an operation that answers at once. */
  public JsonNode call(String method, String path, Map<String, ?> body) {
    return send(method, path, body);
  }

  /** Calls an asynchronous operation and waits for its reply. */
  public JsonNode done(String method, String path, Map<String, ?> body) {
    return await(begin(method, path, body));
  }

  /** Calls an asynchronous operation; the answer is its job's path. */
  public String begin(String method, String path, Map<String, ?> body) {
    String location = send(method, path, body).get("location").asString();
    return location.substring(location.indexOf(BASE) + BASE.length());
  }

  /**
   * Waits for the end of a job, looking often at first and then ever less often, as the commands
   * do: looks cost the server more than some works.
   */
  public JsonNode await(String job) {
    long start = System.nanoTime();
    while (true) {
      HttpResponse<String> response = exchange("GET", job, Map.of());
      if (response.statusCode() != 202) {
        return checked(response);
      }
      pause((System.nanoTime() - start) / PAUSES);
    }
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(Math.clamp(nanos, SHORTEST_PAUSE, LONGEST_PAUSE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode send(String method, String path, Map<String, ?> body) {
    return checked(exchange(method, path, body));
  }

  private static JsonNode checked(HttpResponse<String> response) {
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> exchange(String method, String path, Map<String, ?> body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(BASE + path))
            .method(
                method,
                body.isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (!session.isEmpty()) {
      request.header("Authorization", authorization());
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
}
