package org.strongroom.storage.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.strongroom.storage.source.ScriptedHttpServer.answer;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images over HTTP that break off, stand still, or come from a server that is busy. */
class BrokenHttpTest extends HttpSourceBed {
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
}
