package org.strongroom.server.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
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

  @ParameterizedTest
  @ValueSource(strings = {"sftp:%2F%2Froot:secret@h", "root%3Asecret%40h", "sftp://root:se/cret@h"})
  void addressesInPathsAreNotRepeated(String address) throws Exception {
    assertThat(send("GET", "/nothing/" + address).body()).isEqualTo("no API at /nothing/…");
  }

  @Test
  void aProxyOnThisMachineOpensTheMetricsToNobodyElse() throws Exception {
    List<String> loopback = List.of("127.0.0.0/8");
    ServerPages pages =
        new ServerPages(
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), problem::get, loopback);
    var clients = new Configuration.Clients(64, 64, loopback, loopback);
    stop();
    server =
        new HttpServer(
            new Configuration.Http("127.0.0.1", 0, 4096, Optional.empty(), clients),
            List.of(pages::register),
            new RequestMetrics(new SimpleMeterRegistry()));
    server.start();
    assertThat(send("GET", "/metrics").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/metrics", "X-Forwarded-For", "127.0.0.9").statusCode()).isEqualTo(200);
    for (String client : List.of("198.51.100.7", "2001:db8::7", "127.0.0.1, 198.51.100.7")) {
      assertThat(send("GET", "/metrics", "X-Forwarded-For", client).statusCode())
          .as(client)
          .isEqualTo(403);
    }
  }

  /** The library would answer by itself, and keep a session of its own for each. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13",
        "Sec-WebSocket-Version: 13",
        "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
        "Upgrade: TLS/1.0"
      })
  void nobodyIsTakenToAnotherProtocol(String headers) throws Exception {
    for (String path : List.of("/healthz", "/nothing")) {
      assertThat(
              said(
                  "GET %s HTTP/1.1\r\nHost: s\r\nConnection: close, Upgrade\r\n%s\r\n\r\n"
                      .formatted(path, headers)))
          .startsWith(path.equals("/healthz") ? "HTTP/1.1 200" : "HTTP/1.1 404")
          .containsOnlyOnce("X-Request-Id: ")
          .contains("Cache-Control: no-store")
          .doesNotContain("Set-Cookie");
    }
  }

  /** What the server says to what was sent as it stands, and whether it ends the line. */
  private String said(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Forms that others read differently: a request would be hidden in them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked",
        "Content-Length: 4\r\nContent-Length: 5",
        "Content-Length: 4, 5",
        "Content-Length: +4",
        "Content-Length: -1",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding : chunked",
        "X: a\r\n folded: b",
        "X: a\0b",
        "Host: other",
        "Authorization: OAuth a\r\nAuthorization: OAuth b",
        "X-Auth-Token: a\r\nx-auth-token: b",
        "X-Console-Token: a\r\nX-Console-Token: b",
        "Origin: http://a\r\nOrigin: http://b",
      })
  void whatCanBeReadInTwoWaysIsRefusedAndEndsTheLine(String headers) throws Exception {
    assertThat(said("POST /healthz HTTP/1.1\r\nHost: here\r\n" + headers + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("Connection: close")
        .doesNotContain("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://elsewhere.example/healthz HTTP/1.1",
        "GET /healthz/..;/metrics HTTP/1.1",
        "GET /%2e%2e/metrics HTTP/1.1",
        "GET /healthz%00 HTTP/1.1",
        "GET /%E0%80%80 HTTP/1.1",
        "GET /healthz?a=%FF HTTP/1.1",
        "GET /healthz?%C3=b HTTP/1.1",
        "GET /healthz?a=%ED%A0%80 HTTP/1.1",
        "GET /healthz?a=b%C0%AF&c=%E4%B8%AD HTTP/1.1",
        "CONNECT elsewhere.example:443 HTTP/1.1",
      })
  void whatNamesSomethingElseIsRefused(String line) throws Exception {
    assertThat(said(line + "\r\nHost: here\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  /** A line ends with CR LF: what others take for one header would be two here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.1\nHost: here\n\n",
        "GET /healthz HTTP/1.1\nHost: here\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: here\nX: a\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: here\r\n\n",
        "GET /healthz HTTP/1.1\r\nHost: here\r\nX: a\rY: b\r\n\r\n",
        "POST /healthz HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\n\r\n0\r\n\r\n",
        "POST /healthz HTTP/1.0\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET https://here/healthz HTTP/1.1\r\nHost: here\r\n\r\n",
        "GET http://somebody@here/healthz HTTP/1.1\r\nHost: here\r\n\r\n",
        "GET /healthz#part HTTP/1.1\r\nHost: here\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: here, there\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: here there\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: here\r\nHost: here\r\n\r\n",
        "GET /healthz HTTP/1.1\r\n\r\n",
      })
  void headsThatAreNotOfHttpsFormAreRefused(String head) throws Exception {
    assertThat(said(head)).startsWith("HTTP/1.1 400 ").doesNotContain("HTTP/1.1 200");
  }

  @Test
  void aCodingThatNobodyUndoesIsNotPassedOver() throws Exception {
    assertThat(
            said(
                "POST /healthz HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"))
        .startsWith("HTTP/1.1 501 ")
        .contains("Connection: close");
  }

  /** The usual forms of a target: a client that asks a proxy sends the whole url. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.1",
        "GET http://here/healthz HTTP/1.1",
        "GET /healthz?%C3%A4=%E4%B8%AD+a&b=%F0%9F%98%80 HTTP/1.1"
      })
  void whatNamesTheServerIsAnswered(String line) throws Exception {
    assertThat(said(line + "\r\nHost: here\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void nothingThatWasSentComesBackByTrace() throws Exception {
    assertThat(said("TRACE / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX: canary\r\n\r\n"))
        .startsWith("HTTP/1.1 4")
        .doesNotContain("canary");
  }
}
