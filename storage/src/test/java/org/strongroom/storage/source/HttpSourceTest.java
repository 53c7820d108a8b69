package org.strongroom.storage.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.storage.source.ScriptedHttpServer.answer;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;

/** Images over HTTP, from servers that behave and servers that do not. */
class HttpSourceTest extends HttpSourceBed {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsFromARealServerWithAndWithoutLength(boolean known) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, known ? IMAGE.length : 0);
          exchange.getResponseBody().write(IMAGE);
          exchange.close();
        });
    server.start();
    try (ImageSource source =
        sources.open("http://127.0.0.1:%d/a b ü.qcow2".formatted(server.getAddress().getPort()))) {
      assertThat(source.length().isPresent()).isEqualTo(known);
      assertThat(source.stream().readAllBytes()).isEqualTo(IMAGE);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void sendsUserAndPasswordAndNeverShowsThem() throws IOException {
    try (var server =
        ScriptedHttpServer.answering(answer("HTTP/1.1 403 No\nContent-Length: 0", new byte[0]))) {
      String url =
          "http://Aladdin:open%%20sesame@127.0.0.1:%d/x?sig=s3cr3t&a=b".formatted(server.port());
      assertThatThrownBy(() -> sources.open(url))
          .hasMessageContaining("the server answered 403 for http://")
          .hasMessageContaining("/x?sig=***&a=b")
          .hasMessageNotContainingAny("sesame", "s3cr3t");
      assertThat(server.requests.getFirst())
          .startsWith("GET /x?sig=s3cr3t&a=b HTTP/1.1")
          .contains("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
          .contains("Host: 127.0.0.1:" + server.port())
          .contains("Accept-Encoding: identity");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 201, 204, 206, 300, 304, 400, 401, 404, 416, 500, 503})
  void acceptsNothingBut200(int status) throws IOException {
    try (var server =
        ScriptedHttpServer.answering(
            answer("HTTP/1.1 %d X\nContent-Length: 0".formatted(status), new byte[0]))) {
      assertThatThrownBy(() -> sources.read(server.url("/image"))).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"//evil.test/x", "/100%25.raw?a=%2F", "/%ZZ"})
  void asksForThePathAsItStands(String path) throws IOException {
    try (var server =
        ScriptedHttpServer.answering(answer("HTTP/1.1 200 OK\nContent-Length: 0", new byte[0]))) {
      sources.read(server.url(path));
      assertThat(server.requests.getFirst())
          .startsWith("GET " + path.replace("%ZZ", "%25ZZ") + " HTTP/1.1\n")
          .contains("Host: 127.0.0.1:" + server.port() + "\n");
    }
  }

  @Test
  void reachesIpv6Addresses() throws IOException {
    var guard = new AddressGuard(java.util.List.of(Network.parse("::1/128")));
    try (var socket = new java.net.ServerSocket(0, 5, InetAddress.ofLiteral("::1"));
        var server =
            new ScriptedHttpServer(
                socket,
                (request, out) ->
                    out.write(answer("HTTP/1.1 200 OK\nContent-Length: 3", new byte[3])));
        var ipv6 = new Sources(guard, Sources.systemTrust())) {
      assertThat(ipv6.read("http://[::1]:%d/x".formatted(server.port()))).hasSize(3);
      assertThat(server.requests.getFirst()).contains("Host: [::1]:" + server.port());
    }
  }

  @Test
  void aPackedBodyIsRefused() throws IOException {
    try (var server =
        ScriptedHttpServer.answering(
            answer("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 3", new byte[3]))) {
      assertThatThrownBy(() -> sources.read(server.url("/")))
          .hasMessageContaining("Content-Encoding");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, <!DOCTYPE html><html>Please log in</html>, <!DOCTYPE html><html>Please log"
        + " in</html>",
    "text/HTML; charset=utf-8, Session expired, Session expired",
    "application/json, {\"error\":\"denied\"}, denied"
  })
  void aPageIsRefusedWithItsBeginning(String type, String page, String shown) throws IOException {
    try (var server =
        ScriptedHttpServer.answering(
            answer("HTTP/1.1 200 OK\nContent-Type: " + type, page.getBytes(US_ASCII)))) {
      assertThatThrownBy(() -> sources.read(server.url("/")))
          .hasMessageContaining(type.split(";")[0] + " came: '")
          .hasMessageContaining(shown);
    }
  }

  @Test
  void anImageThatAScriptSendsAsHtmlIsTaken() throws IOException {
    try (var server =
        ScriptedHttpServer.answering(answer("HTTP/1.1 200 OK\nContent-Type: text/html", IMAGE))) {
      assertThat(sources.read(server.url("/"))).isEqualTo(IMAGE);
    }
  }

  @Test
  void sendsAQueryAsItWasWritten() throws IOException {
    String query = "?sig=a+b/c==&x[]={1}|2^`'~!$*(),;:@&%zz=%2f%2F\\&e=";
    try (var server =
        ScriptedHttpServer.answering(answer("HTTP/1.1 200 OK\nContent-Length: 0", new byte[0]))) {
      sources.read(server.url("/i" + query));
      sources.read(server.url("/i?a=ü b\"<>"));
      assertThat(server.requests.getFirst()).startsWith("GET /i" + query + " HTTP/1.1\n");
      assertThat(server.requests.getLast()).startsWith("GET /i?a=%C3%BC%20b%22%3C%3E HTTP/1.1\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "my_server.test, my_server.test",
    "[::ffff:127.0.0.1], [::ffff:127.0.0.1]",
    "127.0.0.1, 127.0.0.1"
  })
  void namesTheHostWithItsPort(String host, String named) throws IOException {
    try (var server =
        ScriptedHttpServer.answering(answer("HTTP/1.1 200 OK\nContent-Length: 3", new byte[3]))) {
      assertThat(sources.read("http://%s:%d/ok".formatted(host, server.port()))).hasSize(3);
      assertThat(server.requests.getFirst())
          .containsOnlyOnce("Host: ")
          .contains("Host: %s:%d\n".formatted(named, server.port()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";chunk-signature=0123456789abcdef"})
  void takesAwsChunksApart(String extension) throws IOException {
    var body = new java.io.ByteArrayOutputStream();
    for (int at = 0; at < IMAGE.length; at += 70_000) {
      int size = Math.min(70_000, IMAGE.length - at);
      body.write("%x%s\r\n".formatted(size, extension).getBytes(US_ASCII));
      body.write(IMAGE, at, size);
      body.write("\r\n".getBytes(US_ASCII));
    }
    byte[] cut = body.toByteArray();
    body.write(
        "0%s\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n".formatted(extension).getBytes(US_ASCII));
    String head = "HTTP/1.1 200 OK\nContent-Encoding: aws-chunked";
    String length = "\nX-Amz-Decoded-Content-Length: " + IMAGE.length;
    try (var server =
        ScriptedHttpServer.answering(
            answer(head + length, body.toByteArray()),
            answer(head, body.toByteArray()),
            answer(head, cut),
            answer(head + "\nContent-Length: " + IMAGE.length, IMAGE))) {
      try (ImageSource source = sources.open(server.url("/"))) {
        assertThat(source.length()).hasValue(IMAGE.length);
        assertThat(source.stream().readAllBytes()).isEqualTo(IMAGE);
      }
      assertThat(sources.read(server.url("/"))).isEqualTo(IMAGE);
      assertThatThrownBy(() -> sources.read(server.url("/"))).hasMessageContaining("cut off");
      assertThat(sources.read(server.url("/"))).as("said, but not done").isEqualTo(IMAGE);
    }
  }

  @Test
  void postsForWebHooks() throws IOException {
    try (var server =
            ScriptedHttpServer.answering(
                answer(
                    "HTTP/1.1 302 F\nLocation: /x\nContent-Length: 2", "ok".getBytes(US_ASCII)));
        HttpReply reply =
            sources
                .http()
                .send(
                    HttpCall.postJson(
                        java.net.URI.create(server.url("/hook?a=1")),
                        Map.of("X-Job-UUID", "1"),
                        "{\"a\":1}"))) {
      assertThat(reply.status()).isEqualTo(302);
      assertThat(reply.body().readAllBytes()).isEqualTo("ok".getBytes(US_ASCII));
      assertThat(server.requests.getFirst())
          .startsWith("POST /hook?a=1 ")
          .contains("X-Job-UUID: 1")
          .contains("Content-Type: application/json");
    }
  }
}
