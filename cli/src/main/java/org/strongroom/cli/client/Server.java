package org.strongroom.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server to send HTTP requests to. Connections are kept and used again. */
public final class Server implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private final ServerAddress address;
  private final HttpClient http;
  private volatile Optional<ZoneId> timeZone = Optional.empty();

  private Server(ServerAddress address, HttpClient http) {
    this.address = address;
    this.http = http;
  }

  /**
   * A server; nothing is sent yet.
   *
   * @param caCertificates PEM file of the certificates to trust instead of the system's
   */
  public static Server at(ServerAddress address, Optional<Path> caCertificates) {
    HttpClient.Builder http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
    if (caCertificates.isPresent()) {
      http.sslContext(TrustedCertificates.of(caCertificates.get()));
    } else if (!address.isSecure()) {
      http.sslContext(NoTls.context());
    }
    return new Server(address, http.build());
  }

  public ServerAddress address() {
    return address;
  }

  /** A small request and its whole answer. */
  Answer send(
      String method, URI uri, Map<String, String> headers, BodyPublisher body, Duration limit)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            request(method, uri, headers, body).timeout(limit).build(), BodyHandlers.ofString());
    return answer(response);
  }

  /**
   * Sends bytes of any number to an address that the server named.
   *
   * @return the answer; failures are answers too
   */
  public Answer upload(String to, Map<String, String> headers, BodyPublisher bytes)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            request("PUT", address.named(to), headers, bytes).build(), BodyHandlers.ofString());
    return answer(response);
  }

  /**
   * A small request to an address that the server named, and its whole answer.
   *
   * @return the answer; failures are answers too
   */
  public HttpResponse<String> ask(
      String method, String to, Map<String, String> headers, Duration limit)
      throws IOException, InterruptedException {
    return http.send(
        request(method, address.named(to), headers, HttpRequest.BodyPublishers.noBody())
            .timeout(limit)
            .build(),
        BodyHandlers.ofString());
  }

  /**
   * Begins to send bytes of any number to an address that the server named.
   *
   * @return the answer in the end; failures are answers too
   */
  public CompletableFuture<HttpResponse<String>> begin(
      String method, String to, Map<String, String> headers, BodyPublisher bytes) {
    return http.sendAsync(
        request(method, address.named(to), headers, bytes).build(), BodyHandlers.ofString());
  }

  /**
   * A page of the server beside its API, such as {@code /metrics}.
   *
   * @throws CallFailedException if there is none for this client
   */
  public String page(String path) throws InterruptedException {
    try {
      Answer answer =
          send(
              "GET",
              URI.create(address.root() + path),
              Map.of(),
              HttpRequest.BodyPublishers.noBody(),
              CONNECT);
      return answer.status() == 200
          ? answer.body()
          : "status %d: %s".formatted(answer.status(), answer.body());
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** Asks for bytes of any number, below the API. */
  public HttpResponse<InputStream> download(String pathAndQuery, Map<String, String> headers)
      throws IOException, InterruptedException {
    BodyHandler<InputStream> streamed = BodyHandlers.ofInputStream();
    URI uri = address.api(pathAndQuery);
    return http.send(
        request("GET", uri, headers, HttpRequest.BodyPublishers.noBody()).build(), streamed);
  }

  /** A connection that failed, in words that say what to look at. */
  public CallFailedException unreachable(IOException e) {
    if (e instanceof HttpTimeoutException && !(e.getCause() instanceof ConnectException)) {
      return CallFailedException.http(
          "the server at %s did not answer in time".formatted(address.root()));
    }
    return CallFailedException.http(
        "no connection to the server at %s%s".formatted(address.root(), ConnectionFailure.of(e)));
  }

  private Answer answer(HttpResponse<String> response) {
    response.headers().firstValue("X-Time-Zone").flatMap(Server::zone).ifPresent(this::inZone);
    return new Answer(
        response.statusCode(), response.body(), response.headers().firstValue("X-Request-Id"));
  }

  private void inZone(ZoneId zone) {
    timeZone = Optional.of(zone);
  }

  private static Optional<ZoneId> zone(String id) {
    try {
      return Optional.of(ZoneId.of(id));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The zone of the times in the server's answers, once it has told it. */
  public Optional<ZoneId> timeZone() {
    return timeZone;
  }

  private static HttpRequest.Builder request(
      String method, URI uri, Map<String, String> headers, BodyPublisher body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body);
    headers.forEach(request::setHeader);
    return request;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /**
   * An HTTP answer.
   *
   * @param requestId under which the server's log knows it
   */
  public record Answer(int status, String body, Optional<String> requestId) {
    public boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /**
     * The body of a success.
     *
     * @throws CallFailedException if it is not JSON
     */
    public JsonNode json() {
      try {
        return JsonMapper.shared().readTree(body.isBlank() ? "{}" : body);
      } catch (JacksonException e) {
        throw CallFailedException.http(
            "the server answered %d with something that is no JSON: %s"
                .formatted(status, shortened(body)));
      }
    }

    /** The error that an answer which is no success carries. */
    public CallFailedException failure() {
      try {
        JsonNode error = JsonMapper.shared().readTree(body).path("error");
        if (error.isObject()) {
          return new CallFailedException(error, requestId);
        }
      } catch (JacksonException e) {
        // Some errors are plain text.
      }
      return CallFailedException.http(
          "the server answered %d%s"
              .formatted(status, body.isBlank() ? "" : ": " + shortened(body)));
    }

    private static String shortened(String text) {
      String line = text.strip();
      return line.length() > 1000 ? line.substring(0, 1000) + "…" : line;
    }
  }
}
