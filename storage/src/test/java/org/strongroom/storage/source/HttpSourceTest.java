package org.strongroom.storage.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.strongroom.storage.source.ScriptedHttpServer.answer;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;

/** Images over HTTP, from servers that behave and servers that do not. */
class HttpSourceTest {
  private static final byte[] IMAGE = noise(300_000);

  private final Sources sources = Sources.allowingLoopback();

  @AfterEach
  void close() throws IOException {
    sources.close();
  }

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

  @Test
  void followsTwentyRedirectsAndNoMore() throws IOException {
    try (var server =
        ScriptedHttpServer.start((request, out) -> {
          int left = Integer.parseInt(request.split("[/ ]", 4)[2]);
          out.write(
              left == 0
                  ? answer("HTTP/1.1 200 OK\nContent-Length: 2", new byte[] {7, 7})
                  : answer(
                      "HTTP/1.1 302 F\nLocation: /%d\nContent-Length: 0".formatted(left - 1),
                      new byte[0]));
        })) {
      assertThat(sources.read(server.url("/20"))).containsExactly(7, 7);
      assertThatThrownBy(() -> sources.read(server.url("/21")))
          .hasMessageContaining("more than 20 redirects");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://169.254.169.254/latest/meta-data, image.url.allow",
    "http://[fe80::1]/, image.url.allow",
    "http://[::ffff:169.254.169.254]/, image.url.allow",
    "http://[64:ff9b::a9fe:a9fe]/, image.url.allow",
    "file:///etc/passwd, another scheme",
    "ftp://127.0.0.1/, another scheme",
    "'http://[', no url",
    "'', another"
  })
  void guardsEveryRedirect(String location, String text) throws IOException {
    try (var server =
        ScriptedHttpServer.answering(
            answer("HTTP/1.1 302 F\nContent-Length: 0\nLocation: " + location, new byte[0]))) {
      assertThatThrownBy(() -> sources.read(server.url("/")))
          .isInstanceOf(IOException.class)
          .message()
          .containsAnyOf(text, "more than 20 redirects");
    }
  }

  @Test
  void sendsThePasswordToTheFirstServerAlone() throws IOException {
    try (var second =
            ScriptedHttpServer.answering(
                answer("HTTP/1.1 200 OK\nContent-Length: 0", new byte[0]));
        var first =
            ScriptedHttpServer.answering(
                answer(
                    "HTTP/1.1 302 F\nContent-Length: 0\nLocation: " + second.url("/there"),
                    new byte[0]))) {
      sources.read("http://user:password@127.0.0.1:%d/".formatted(first.port()));
      assertThat(first.requests.getFirst()).contains("Authorization");
      assertThat(second.requests.getFirst()).doesNotContain("Authorization");
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
  void aShortBodyIsAnError() throws IOException {
    try (var server =
        ScriptedHttpServer.answering(
            answer("HTTP/1.1 200 OK\nContent-Length: 1000", new byte[999]))) {
      assertThatThrownBy(() -> sources.read(server.url("/")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("failed at byte 999, where it is cut off");
    }
  }

  @Test
  void aShortChunkedBodyIsAnError() throws IOException {
    try (var server =
        ScriptedHttpServer.answering(
            answer(
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "a\r\n12345".getBytes(US_ASCII)))) {
      assertThatThrownBy(() -> sources.read(server.url("/")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cut off");
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

  @Test
  void goesOnWhereTheConnectionBrokeOff() throws IOException {
    try (var server =
        ScriptedHttpServer.start((request, out) -> {
          var range = java.util.regex.Pattern.compile("Range: bytes=(\\d+)-").matcher(request);
          int from = range.find() ? Integer.parseInt(range.group(1)) : 0;
          int to = Math.min(IMAGE.length, from + 100_000);
          String head =
              from == 0
                  ? "HTTP/1.1 200 OK"
                  : "HTTP/1.1 206 Part\nContent-Range: bytes %d-%d/%d"
                      .formatted(from, IMAGE.length - 1, IMAGE.length);
          out.write(
              answer(
                  head + "\nETag: \"v1\"\nContent-Length: " + (IMAGE.length - from),
                  Arrays.copyOfRange(IMAGE, from, to)));
        })) {
      assertThat(sources.read(server.url("/"))).isEqualTo(IMAGE);
      assertThat(server.requests).hasSize(3);
      assertThat(server.requests.getLast())
          .contains("Range: bytes=200000-")
          .contains("If-Range: \"v1\"");
    }
  }

  @Test
  void doesNotGoOnWithAnotherImage() throws IOException {
    try (var server =
        ScriptedHttpServer.answering(
            answer("HTTP/1.1 200 OK\nETag: \"v1\"\nContent-Length: 1000", new byte[500]),
            answer("HTTP/1.1 200 OK\nETag: \"v2\"\nContent-Length: 1000", new byte[1000]))) {
      assertThatThrownBy(() -> sources.read(server.url("/"))).isInstanceOf(IOException.class);
    }
  }

  /** It knows no ranges: what was read before is passed over. */
  @Test
  void goesOnWhereAllOfItComesOnceMore() throws IOException {
    String head = "HTTP/1.1 200 OK\nETag: \"v1\"\nContent-Length: " + IMAGE.length;
    try (var server =
        ScriptedHttpServer.answering(
            answer(head, Arrays.copyOf(IMAGE, IMAGE.length / 2)),
            answer(head, Arrays.copyOf(IMAGE, IMAGE.length / 3)),
            answer(head, IMAGE))) {
      assertThat(sources.read(server.url("/"))).isEqualTo(IMAGE);
    }
  }

  @Test
  void aRedirectMayBringUserAndPassword() throws IOException {
    try (var server =
        ScriptedHttpServer.start((request, out) ->
            out.write(
                request.startsWith("GET /go ")
                    ? answer(
                        "HTTP/1.1 302 F\nLocation: http://u%%40x:p@%s/there\nContent-Length: 0"
                            .formatted(request.replaceAll("(?is).*\nHost: ([^\r\n]*).*", "$1")),
                        new byte[0])
                    : answer(
                        request.contains("Authorization: Basic dUB4OnA=")
                            ? "HTTP/1.1 200 OK\nContent-Length: 1"
                            : "HTTP/1.1 401 No\nContent-Length: 1",
                        new byte[] {7})))) {
      assertThat(sources.read(server.url("/go"))).containsExactly(7);
    }
  }

  @Test
  void silenceEndsInATimeout() throws IOException {
    try (var server =
        ScriptedHttpServer.start((request, out) -> {
          out.write(answer("HTTP/1.1 200 OK\nContent-Length: 1000", new byte[10]));
          out.flush();
          new java.util.concurrent.CountDownLatch(1).await();
        })) {
      assertThatThrownBy(() -> sources.read(server.url("/")))
          .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "206 Part\nContent-Range: bytes 500-999/1000\nETag: \"v2\"",
        "206 Part\nContent-Range: bytes 500-1999/2000\nETag: \"v1\"",
        "200 OK\nETag: \"v2\"",
        "200 OK\nETag: W/\"v1\"",
        "412 No",
        "416 No",
        "404 Gone"
      })
  void doesNotGoOnWithAnImageThatChangedUnderWay(String head) throws IOException {
    try (var server =
        ScriptedHttpServer.answering(
            answer("HTTP/1.1 200 OK\nETag: \"v1\"\nContent-Length: 1000", new byte[500]),
            answer("HTTP/1.1 " + head + "\nContent-Length: 500", new byte[500]))) {
      assertThatThrownBy(() -> sources.read(server.url("/")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("changed under way, at byte 500");
    }
  }

  @Test
  void doesNotGoOnIfTheDateChangedOrNothingIsSaidOfTheContent() throws IOException {
    String first =
        "HTTP/1.1 200 OK\nContent-Length: 1000\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT";
    String part = "HTTP/1.1 206 P\nContent-Range: bytes 500-999/1000\nContent-Length: 500";
    try (var server =
        ScriptedHttpServer.answering(
            answer(first, new byte[500]),
            answer(part + "\nLast-Modified: Sun, 06 Nov 1994 08:49:38 GMT", new byte[500]),
            answer(first, new byte[500]),
            answer(part, new byte[500]))) {
      assertThatThrownBy(() -> sources.read(server.url("/")))
          .hasMessageContaining("changed under way");
      assertThatThrownBy(() -> sources.read(server.url("/"))).hasMessageContaining("is cut off");
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

  @ParameterizedTest
  @CsvSource({
    "?token=1, /a/b?token=1",
    "?a[]=1|2&b={c}^`%ZZ, /a/b?a[]=1|2&b={c}^`%ZZ",
    "#top, /a/b?old=1",
    "c?d=e/../f, /a/c?d=e/../f",
    "../c, /c",
    "//my_server.test:PORT?x, /?x",
    "http://my_server.test:PORT/y?z=a b, /y?z=a%20b"
  })
  void followsRedirectsOfAnyForm(String location, String asked) throws IOException {
    try (var server =
        ScriptedHttpServer.start((request, out) -> {
          boolean first = request.startsWith("GET /a/b?old=1 ") && request.contains("first.test");
          String port = request.replaceAll("(?s).*Host: [^:]*:(\\d+).*", "$1");
          out.write(
              first
                  ? answer(
                      "HTTP/1.1 302 F\nContent-Length: 0\nLocation: "
                          + location.replace("PORT", port),
                      new byte[0])
                  : answer("HTTP/1.1 200 OK\nContent-Length: 3", new byte[3]));
        })) {
      String url = "http://first.test:%d/a/b?old=1".formatted(server.port());
      if (location.startsWith("#")) {
        assertThatThrownBy(() -> sources.read(url)).hasMessageContaining("more than 20 redirects");
      } else {
        assertThat(sources.read(url)).hasSize(3);
      }
      assertThat(server.requests.getLast()).startsWith("GET " + asked + " HTTP/1.1\n");
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

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void comesBackWhenABusyServerAsksForIt(int status) throws IOException {
    String busy = "HTTP/1.1 %d Busy\nContent-Length: 0\nRetry-After: ".formatted(status);
    String date = "Sun, 06 Nov 1994 08:49:37 GMT";
    try (var server =
        ScriptedHttpServer.answering(
            answer(busy + "0", new byte[0]),
            answer(busy + date + "\nDate: " + date, new byte[0]),
            answer("HTTP/1.1 200 OK\nContent-Length: 3", new byte[3]))) {
      assertThat(sources.read(server.url("/"))).hasSize(3);
    }
  }

  @Test
  void waitsForABusyServerNeitherLongNorOften() throws IOException {
    String busy = "HTTP/1.1 503 Busy\nContent-Length: 0\nRetry-After: ";
    for (String time : java.util.List.of("3600", "999999999", "99999999999", "-1", "soon")) {
      try (var server = ScriptedHttpServer.answering(answer(busy + time, new byte[0]))) {
        assertThatThrownBy(() -> sources.read(server.url("/")))
            .hasMessageContaining("the server answered 503");
        assertThat(server.requests).hasSize(1);
      }
    }
    try (var server = ScriptedHttpServer.answering(answer(busy + "0", new byte[0]))) {
      assertThatThrownBy(() -> sources.read(server.url("/")))
          .hasMessageContaining("the server answered 503");
      assertThat(server.requests).hasSize(11);
    }
  }

  /** As a job is that is cancelled, or whose node is stopped. */
  @Test
  void whoWaitsForABusyServerCanBeInterrupted() throws Exception {
    String busy = "HTTP/1.1 503 Busy\nContent-Length: 0\nRetry-After: 50";
    try (var server = ScriptedHttpServer.answering(answer(busy, new byte[0]))) {
      var ended = new CompletableFuture<IOException>();
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  sources.read(server.url("/"));
                } catch (IOException e) {
                  ended.complete(e);
                }
              });
      await().until(() -> !server.requests.isEmpty());

      reader.interrupt();

      assertThat(ended.get(10, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(InterruptedException.class);
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void closingEarlyDropsTheConnection() throws IOException {
    try (var server =
            ScriptedHttpServer.start((request, out) -> {
              out.write(answer("HTTP/1.1 200 OK\nContent-Length: 1000000000000", IMAGE));
              byte[] more = new byte[100_000];
              while (true) {
                out.write(more);
              }
            });
        ImageSource source = sources.open(server.url("/"))) {
      assertThat(source.stream().readNBytes(1000)).hasSize(1000);
      source.stream().close();
      assertThatThrownBy(() -> source.stream().read()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatIsClosedWhileTheRestIsAskedForDoesNotGoOn() throws IOException {
    var opened = new CompletableFuture<ImageSource>();
    try (var server =
            ScriptedHttpServer.start((request, out) -> {
              if (request.contains("Range: ")) {
                opened.join().close();
                out.write(
                    answer(
                        "HTTP/1.1 206 P\n"
                            + "ETag: \"v\"\n"
                            + "Content-Range: bytes 500-999/1000\n"
                            + "Content-Length: 500",
                        new byte[500]));
              } else {
                out.write(
                    answer("HTTP/1.1 200 OK\nETag: \"v\"\nContent-Length: 1000", new byte[500]));
              }
            });
        ImageSource source = sources.open(server.url("/"))) {
      opened.complete(source);
      assertThatThrownBy(() -> source.stream().readAllBytes()).isInstanceOf(IOException.class);
      assertThat(server.requests).hasSize(2);
    }
  }

  @Test
  void headersWithoutEndAreRefused() throws IOException {
    try (var server =
        ScriptedHttpServer.start((request, out) -> {
          out.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
          byte[] header = "X: ".concat("y".repeat(1000)).concat("\r\n").getBytes(US_ASCII);
          for (int i = 0; i < 1_000_000; i++) {
            out.write(header);
          }
        })) {
      assertThatThrownBy(() -> sources.read(server.url("/"))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void nobodyThereAndUnknownHostAreClear() {
    assertThatThrownBy(() -> sources.read("http://127.0.0.1:1/x"))
        .hasMessageContaining("no answer from http://127.0.0.1:1/x");
    assertThatThrownBy(() -> sources.read("http://no.such.host.invalid/x"))
        .hasMessageContaining("'no.such.host.invalid' is not known");
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

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
