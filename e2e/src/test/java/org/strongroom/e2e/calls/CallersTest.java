package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.ZStackClient;

/** What one caller does to the server is not felt by others. */
class CallersTest {
  private static final String LOG_IN = "/zstack/v1/accounts/login";
  private static final String TOKENS = "/v3/auth/tokens";

  @TempDir static Path directory;
  private static ServerProcess server;
  private static ZStackClient admin;

  @BeforeAll
  static void start() {
    server =
        ServerProcess.afterTheFirst(
            directory,
            Map.of(
                "STRONGROOM_HTTP_TRUSTED_PROXIES", "127.0.0.99/32",
                "STRONGROOM_METRICS_ALLOW", "127.0.0.1/32"));
    admin = ZStackClient.admin(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String ask(String source, String method, String path, String body)
      throws IOException {
    return RawConnection.answer(server.url(), source, method, path, body);
  }

  private static String logInBody(String account, String password) {
    return ZStackClient.json(
        "logInByAccount",
        Map.of("accountName", account, "password", ZStackClient.sha512(password)));
  }

  private static String tokenBody(String password) {
    return """
    {"auth":{"identity":{"methods":["password"],"password":{"user":
    {"name":"admin","domain":{"id":"default"},"password":"%s"}}}}}\
    """
        .formatted(password);
  }

  /** Guesses until an answer says so; delays double, so they outlast the slowest machine. */
  private static String guessed(Guess guess, String awaited) throws IOException {
    String answer = guess.answer();
    for (int i = 0; i < 30 && !answer.contains(awaited); i++) {
      answer = guess.answer();
    }
    return answer;
  }

  private interface Guess {
    String answer() throws IOException;
  }

  @Test
  void guessingPasswordsIsRefusedWithATimeToWaitAndLeavesOthersAlone() throws Exception {
    String source = "127.0.0.2";
    String wrong = logInBody("admin", "wrong");
    String right = logInBody("admin", ServerProcess.PASSWORD);
    assertThat(ask(source, "PUT", LOG_IN, wrong)).startsWith("HTTP/1.1 503").contains("ID.1000");
    assertThat(guessed(() -> ask(source, "PUT", LOG_IN, wrong), "ID.1007"))
        .startsWith("HTTP/1.1 503")
        .containsPattern("Retry-After: [0-9]+");
    assertThat(guessed(() -> ask(source, "POST", TOKENS, tokenBody("wrong")), "HTTP/1.1 429"))
        .containsPattern("Retry-After: [0-9]+")
        .contains("\"title\":\"Too Many Requests\"");
    assertThat(ask("127.0.0.1", "PUT", LOG_IN, right)).startsWith("HTTP/1.1 200");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> ask(source, "PUT", LOG_IN, right).startsWith("HTTP/1.1 200"));
    assertThat(admin.query("/events", "what=LogInFailed").toString()).contains("from 127.0.0.2");
  }

  @Test
  void aProxyIsBelievedOnlyIfItIsTrusted() throws Exception {
    String proxy = "127.0.0.99";
    String headers = "Host: strongroom\r\nX-Forwarded-For: 10.1.2.3\r\nX-Forwarded-Proto: https";
    String elsewhere = headers.replace("1.2.3", "1.2.4");
    String body = logInBody("nobody", "wrong");
    assertThat(guessed(() -> logIn(proxy, body, headers), "ID.1007")).contains("ID.1007");
    assertThat(logIn(proxy, logInBody("nobody else", "wrong"), elsewhere)).contains("ID.1000");
    assertThat(location("127.0.0.99", headers)).startsWith("https://strongroom/zstack/v1/");
    assertThat(location("127.0.0.3", headers)).startsWith("http://strongroom/zstack/v1/");
  }

  private static String logIn(String source, String body, String headers) throws IOException {
    return RawConnection.answer(server.url(), source, "PUT", LOG_IN, body, headers);
  }

  private static String location(String source, String headers) throws IOException {
    String answer =
        RawConnection.answer(
            server.url(),
            source,
            "POST",
            "/zstack/v1/zones",
            "{\"params\":{\"name\":\"\"}}",
            headers + "\r\nAuthorization: OAuth " + admin.session());
    return answer.replaceAll("(?s).*\"location\":\"([^\"]*)\".*", "$1").replace("\\u003d", "=");
  }

  @Test
  void halfSentHeadsAndBodiesHoldNothingUpAndAreCut() throws Exception {
    List<RawConnection> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        RawConnection body = new RawConnection(server.url(), "127.0.0.4");
        body.send(
            "POST "
                + TOKENS
                + " HTTP/1.1\r\nHost: s\r\nContent-Length: 1000000\r\n\r\n"
                + "x".repeat(12_000));
        slow.add(body);
      }
      RawConnection head = new RawConnection(server.url(), "127.0.0.4");
      head.send("GET /healthz HT");
      slow.add(head);
      assertThat(admin.get("/zones").has("inventories")).isTrue();
      for (RawConnection connection : slow) {
        await().atMost(Duration.ofSeconds(60)).until(connection::isClosed);
      }
    } finally {
      for (RawConnection connection : slow) {
        connection.close();
      }
    }
  }

  /** Each has asked for more than the buffers between them and the server can hold. */
  @Test
  void clientsThatNeverReadTheirAnswersHoldNothingUp() throws Exception {
    List<RawConnection> deaf = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        RawConnection connection = new RawConnection(server.url(), "127.0.0.6");
        connection.send("GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: s\r\n\r\n".repeat(20));
        deaf.add(connection);
      }
      for (int i = 0; i < 20; i++) {
        assertThat(admin.get("/zones").has("inventories")).isTrue();
      }
    } finally {
      for (RawConnection connection : deaf) {
        connection.close();
      }
    }
    assertThat(ask("127.0.0.6", "GET", "/healthz", "")).startsWith("HTTP/1.1 200");
  }

  @Test
  void aRequestThatComesByteForByteIsAnswered() throws Exception {
    String body = logInBody("admin", ServerProcess.PASSWORD);
    try (RawConnection connection = new RawConnection(server.url(), "127.0.0.7")) {
      String request =
          "PUT %s HTTP/1.1\r\nHost: s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(LOG_IN, body.length(), body);
      for (int i = 0; i < request.length(); i++) {
        connection.send(request.substring(i, i + 1));
      }
      assertThat(connection.rest()).startsWith("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LOG_IN, TOKENS, "/zstack/api", "/zstack/v1/zones"})
  void whoIsNotKnownMaySendLittle(String path) throws Exception {
    String method = path.equals(LOG_IN) ? "PUT" : "POST";
    String answer =
        RawConnection.answer(
            server.url(),
            "127.0.0.5",
            method,
            path,
            "{\"a\":\"" + "x".repeat(20_000) + "\"}",
            "Host: s\r\nAuthorization: OAuth 00000000000000000000000000000000");
    assertThat(answer).startsWith("HTTP/1.1 413").contains("16384 bytes");
  }

  @Test
  void whoIsKnownMaySendMore() {
    String description = "x".repeat(2000);
    String padding = "y".repeat(100_000);
    assertThat(
            admin
                .send(
                    "POST",
                    "/zones",
                    BodyPublishers.ofString(
                        "{\"params\":{\"name\":\"big\",\"description\":\"%s\"},\"padding\":\"%s\"}"
                            .formatted(description, padding)))
                .status())
        .isEqualTo(202);
  }

  @Test
  void listsAndNumbersAreBounded() {
    List<String> tags = IntStream.range(0, 101).mapToObj(i -> "tag" + i).toList();
    assertThat(
            refusal(
                "{\"params\":{\"name\":\"z\",\"userTags\":[\""
                    + String.join("\",\"", tags)
                    + "\"]}}"))
        .contains("'userTags'")
        .contains("at most 100");
    assertThat(refusal("{\"params\":{\"name\":1e999999999}}")).contains("too large");
    assertThat(refusal("{\"params\":{\"name\":-1e400}}")).contains("too large");
  }

  private static String refusal(String body) {
    return admin.call("POST", "/zones", body).error();
  }

  @Test
  void relationsOfAConditionAreBounded() {
    String deep = "image.backupStorage.image.backupStorage.image.name=x";
    assertThat(admin.send("GET", "/backup-storage?q=" + deep).error())
        .contains("more than 4 relations");
  }

  @Test
  void answersSayHowBrowsersAndCachesAreToTreatThem() throws Exception {
    assertThat(ask("127.0.0.1", "PUT", LOG_IN, logInBody("admin", ServerProcess.PASSWORD)))
        .contains("Cache-Control: no-store")
        .contains("X-Content-Type-Options: nosniff")
        .doesNotContain("Strict-Transport-Security");
    assertThat(ask("127.0.0.1", "PUT", "/" + LOG_IN, logInBody("admin", ServerProcess.PASSWORD)))
        .startsWith("HTTP/1.1 200")
        .contains("Cache-Control: no-store");
    assertThat(ask("127.0.0.1", "GET", "/zstack/v1/zones/%00", ""))
        .startsWith("HTTP/1.1 400")
        .contains("Connection: close");
  }

  @Test
  void metricsHaveNoLabelsThatClientsWrite() throws Exception {
    ask("127.0.0.1", "GET", "/made-up/path", "");
    assertThat(ask("127.0.0.1", "MADEUP", "/zstack/v1/zones", "")).startsWith("HTTP/1.1 501");
    assertThat(ask("127.0.0.1", "GET", "/metrics", ""))
        .contains("route=\"other\"")
        .doesNotContain("made-up")
        .doesNotContain("MADEUP");
  }

  @Test
  void metricsAreForTheNetworksThatMayReadThem() throws Exception {
    assertThat(ask("127.0.0.1", "GET", "/metrics", "")).startsWith("HTTP/1.1 200");
    assertThat(ask("127.0.0.2", "GET", "/metrics", ""))
        .startsWith("HTTP/1.1 403")
        .contains("metrics.allow leaves this address out")
        .doesNotContain("strongroom_");
  }
}
