package org.strongroom.storage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.storage.source.ScriptedHttpServer.answer;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that say that an image is elsewhere. */
class HttpRedirectsTest extends HttpSourceBed {
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
}
