package org.strongroom.server.face.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.server.face.console.asset.Assets;
import org.strongroom.server.secret.PasswordHash;
import org.strongroom.testing.BootSector;
import tools.jackson.databind.JsonNode;

/** Who may use the console, and from where. */
class ConsoleSecurityTest {
  private static final String COOKIE = "strongroom";
  private static final String OTHER = "Other-Secret-3";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir static Path directory;
  private static ConsoleServer server;

  @BeforeAll
  static void start() {
    server = new ConsoleServer(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A browser behind the proxy that the server trusts. */
  private static Browser proxied() throws Exception {
    InetAddress proxy = InetAddress.getByName(ConsoleServer.PROXY);
    return new Browser(server.url(), HttpClient.newBuilder().localAddress(proxy).build());
  }

  private static Map<String, String> credentials(String password) {
    return Map.of("name", "admin", "password", password);
  }

  @Test
  void theCookieIsOutOfReachOfScriptsAndOfOtherSites() {
    HttpResponse<String> in =
        server.browser().post("/console/log-in", credentials(ConsoleServer.PASSWORD));
    assertThat(in.headers().firstValue("Set-Cookie").orElseThrow())
        .matches("strongroom=[0-9a-f]{64}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict");
  }

  @Test
  void behindTlsTheCookieIsForThisHostAloneAndNeverGoesInTheClear() throws Exception {
    HttpResponse<String> in =
        proxied()
            .post(
                "/console/log-in",
                credentials(ConsoleServer.PASSWORD),
                "X-Forwarded-Proto",
                "https");
    assertThat(in.headers().firstValue("Set-Cookie").orElseThrow())
        .matches(
            "__Host-strongroom=[0-9a-f]{64}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict;"
                + " Secure");
  }

  @Test
  void noPasswordIsTakenOverALineThatOthersCanRead() throws Exception {
    HttpResponse<String> form = proxied().get("/console/log-in");
    assertThat(form.statusCode()).isEqualTo(403);
    assertThat(form.body()).contains("tls.certificate").doesNotContain("type=\"password\"");
    HttpResponse<String> sent =
        proxied().post("/console/log-in", credentials(ConsoleServer.PASSWORD));
    assertThat(sent.statusCode()).isEqualTo(403);
    assertThat(sent.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void theApiDoesNotTakeTheCookieNorWhatIsInIt() {
    Browser admin = server.admin();
    String secret = admin.cookie(COOKIE);
    assertThat(admin.get("/zstack/v1/zones").statusCode()).isEqualTo(400);
    for (String shown : List.of(secret, "console " + secret)) {
      HttpResponse<String> called =
          server.browser().get("/zstack/v1/zones", "Authorization", "OAuth " + shown);
      assertThat(called.statusCode()).isEqualTo(503);
      assertThat(called.body()).contains("ID.1001");
    }
    assertThat(admin.get("/v3/auth/tokens", "X-Auth-Token", secret).statusCode()).isEqualTo(401);
  }

  @Test
  void theConsoleTakesNeitherTheHeaderNorASessionOfTheApi() {
    String session = server.api().session();
    HttpResponse<String> header =
        server.browser().get("/console/storages", "Authorization", "OAuth " + session);
    assertThat(header.statusCode()).isEqualTo(303);
    for (String value : List.of(session, session + session, "x".repeat(64), "")) {
      Browser browser = server.browser().withCookie(COOKIE, value);
      assertThat(browser.get("/console/storages").statusCode()).isEqualTo(303);
    }
  }

  @Test
  void sessionsAreShownWithoutWhatOpensThemAndEndWhereTheirOwnerSaysSo() {
    Api api = server.api();
    api.create("/accounts", Map.of("name", "guest", "password", PasswordHash.sha512("Guest-1")));
    Browser lost = server.browser().loggedIn("guest", "Guest-1");
    Browser guest = server.browser().loggedIn("guest", "Guest-1");
    Api guests = new Api(server.url(), "guest", "Guest-1");
    Document page = guest.page("/console/sessions");
    assertThat(page.select("tbody tr")).hasSize(3);
    assertThat(page.select("td[data-label='This one']").eachText())
        .containsExactlyInAnyOrder("yes", "no", "no");
    assertThat(page.text()).contains("127.0.0.1", "Console", "API");
    SoundPage.check(
        "/console/sessions",
        page,
        guest.cookie(COOKIE),
        lost.cookie(COOKIE),
        guests.session(),
        api.session());

    String own = guests.get("/sessions?q=current=true&q=type=Api").toString();
    assertThat(own).contains("SYS.1007");
    JsonNode console = guests.get("/sessions?q=type=Console&sort=%2BcreateDate");
    assertThat(console.at("/inventories")).hasSize(2);
    String first = console.at("/inventories/0/uuid").asString();
    new Api(server.url(), "guest", "Guest-1").delete("/sessions/" + first);
    assertThat(lost.get("/console/jobs").statusCode()).isEqualTo(303);
    assertThat(guest.get("/console/jobs").statusCode()).isEqualTo(200);

    String admins = api.get("/sessions?q=accountName=admin").at("/inventories/0/uuid").asString();
    guests.delete("/sessions/" + admins);
    assertThat(api.get("/sessions?q=uuid=" + admins).at("/inventories")).hasSize(1);

    Document form = guest.page("/console/do/RevokeOtherSessions");
    guest.submit(form.selectFirst("form.form"), Map.of());
    assertThat(guest.page("/console/sessions").select("tbody tr")).hasSize(1);
    assertThat(guests.get("/zones").toString()).contains("ID.1001");
  }

  @Test
  void aWrongPasswordIsToldCountedAndWrittenDown() {
    HttpResponse<String> answer = server.browser().post("/console/log-in", credentials("wrong"));
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("Name or password is wrong", "value=\"admin\"");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(server.api().get("/events?q=what=LogInFailed").toString()).contains("127.0.0.1");
    server.admin();
    assertThat(server.api().get("/audit-entries?q=operation=LogIn").toString())
        .contains("ID.1000", "Succeeded");
  }

  @Test
  void logInLeadsToNoOtherSite() {
    for (String next :
        List.of(
            "https://elsewhere.example/",
            "//elsewhere.example",
            "/\\elsewhere",
            "/docs",
            "/console/\r\nX: y")) {
      HttpResponse<String> in =
          server
              .browser()
              .post(
                  "/console/log-in",
                  Map.of("name", "admin", "password", ConsoleServer.PASSWORD, "next", next));
      assertThat(in.headers().firstValue("Location")).hasValue("/console/");
    }
  }

  private static Stream<HttpResponse<String>> forged(Browser admin, String path, String token) {
    Map<String, String> form = Map.of("token", token, "name", "admin", "password", "x");
    String own = server.url().toString();
    return Stream.of(
        admin.post(path, form, "Origin", "https://elsewhere.example"),
        admin.post(path, form, "Origin", "null"),
        admin.post(path, form, "Origin", own + "0"),
        admin.post(path, form, "Sec-Fetch-Site", "cross-site"),
        admin.post(path, form, "Sec-Fetch-Site", "same-site", "Origin", own),
        admin.post(path, form, "Sec-Fetch-Site", "none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console/log-out", "/console/log-in", "/console/preferences"})
  void formsOfOtherSitesChangeNothing(String path) {
    Browser admin = server.admin();
    forged(admin, path, admin.token())
        .forEach(answer -> {
          assertThat(answer.statusCode()).isEqualTo(403);
          assertThat(answer.body()).contains("came from another site");
        });
    assertThat(admin.get("/console/").statusCode()).isEqualTo(200);
  }

  @Test
  void formsNeedTheTokenOfTheirSession() {
    Browser admin = server.admin();
    String other = server.admin().token();
    assertThat(admin.post("/console/log-out", Map.of()).statusCode()).isEqualTo(403);
    assertThat(admin.post("/console/log-out", Map.of("token", other)).statusCode()).isEqualTo(403);
    assertThat(admin.get("/console/").statusCode()).isEqualTo(200);
    String own = server.url().toString();
    HttpResponse<String> out =
        admin.post(
            "/console/log-out",
            Map.of("token", admin.token()),
            "Origin",
            own,
            "Sec-Fetch-Site",
            "same-origin");
    assertThat(out.statusCode()).isEqualTo(303);
  }

  @Test
  void whatALogOutEndedOpensNothingAnyMore() {
    Browser admin = server.admin();
    String secret = admin.cookie(COOKIE);
    admin.post("/console/log-out", Map.of("token", admin.token()));
    assertThat(admin.cookie(COOKIE)).isEmpty();
    Browser thief = server.browser().withCookie(COOKIE, secret);
    assertThat(thief.get("/console/").statusCode()).isEqualTo(303);
  }

  @Test
  void askingChangesNothing() {
    Browser admin = server.admin();
    assertThat(admin.get("/console/log-out").statusCode()).isIn(404, 405);
    assertThat(admin.get("/console/preferences?theme=dark").statusCode()).isIn(404, 405);
    assertThat(admin.get("/console/").statusCode()).isEqualTo(200);
  }

  @Test
  void pagesAreNotKeptNotFramedAndRunNothingThatIsNotTheProgramsOwn() {
    Browser admin = server.admin();
    for (String path :
        List.of("/console/", "/console/log-in", "/console/none", "/console/jobs.csv")) {
      HttpResponse<String> answer = admin.get(path);
      assertThat(answer.headers().firstValue("Content-Security-Policy"))
          .hasValue(
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                  + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri"
                  + " 'none'");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    }
  }

  @Test
  void stylesAndScriptsAreKeptForAYearUnderNamesOfTheirContentAndAreSmall() {
    Browser nobody = server.browser();
    for (String path :
        nobody.page("/console/log-in").select("script[src], link[href]").stream()
            .map(each -> each.attr(each.hasAttr("src") ? "src" : "href"))
            .toList()) {
      HttpResponse<String> asset = nobody.get(path);
      assertThat(path).matches("/console/assets/[a-z]+\\.[0-9a-f]{16}\\.(js|css|svg)");
      assertThat(asset.statusCode()).isEqualTo(200);
      assertThat(asset.headers().firstValue("Cache-Control"))
          .hasValue("public, max-age=31536000, immutable");
    }
    assertThat(nobody.get("/console/assets/console.0000000000000000.js").statusCode())
        .isEqualTo(404);
    assertThat(new Assets().packedBytes()).isLessThan(60_000);
  }

  @Test
  void aBrowserThatAsksForTheServerIsSentToTheConsole() {
    Browser nobody = server.browser();
    HttpResponse<String> page =
        nobody.get("/", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    assertThat(page.statusCode()).isEqualTo(302);
    assertThat(page.headers().firstValue("Location")).hasValue("/console/");
    for (String accepted : List.of("application/json", "*/*")) {
      HttpResponse<String> client = nobody.get("/", "Accept", accepted);
      assertThat(client.statusCode()).isEqualTo(300);
      assertThat(client.headers().firstValue("Content-Type")).hasValue("application/json");
    }
  }

  @Test
  void aPathWithoutEndLeadsStrangersToTheLogInToo() {
    HttpResponse<String> answer = server.browser().get("/console/images/" + "a".repeat(30_000));
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue("/console/log-in");
  }

  private static String waitingImage(Api stolen, Api api, String storage, String name) {
    Map<String, Object> image =
        Map.of(
            "name",
            name,
            "url",
            "upload://" + name,
            "format",
            "raw",
            "backupStorageUuids",
            List.of(storage));
    String session = "OAuth " + stolen.session();
    stolen.answer("POST", "/zstack/v1/images", Map.of("params", image), session);
    return await()
        .until(
            () -> api.get("/images?q=name=" + name).at("/inventories/0/uuid").asString(),
            uuid -> !uuid.isEmpty());
  }

  /** Sends the head of a request and leaves the line open. */
  private static Socket request(Api caller, String method, String path, String more)
      throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(60_000);
    socket.connect(new InetSocketAddress("127.0.0.1", server.url().getPort()));
    String head =
        "%s /zstack/v1%s HTTP/1.1\r\nHost: here\r\nAuthorization: OAuth %s\r\n%s\r\n"
            .formatted(method, path, caller.session(), more);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static long rest(Socket socket) {
    long bytes = 0;
    byte[] buffer = new byte[65_536];
    try {
      for (int read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
        bytes += read;
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the line stays open", e);
    } catch (IOException e) {
      // cut off
    }
    return bytes;
  }

  /** Whoever is thrown out neither reads nor sends on. */
  @Test
  void whatGoesOnForLongEndsWithItsSession() throws Exception {
    Api api = server.api();
    Api stolen = server.api();
    Path place = Files.createDirectory(directory.resolve("long"));
    String storage =
        api.create("/backup-storage/filesystem", Map.of("name", "long", "url", place.toString()));
    byte[] disk = new byte[12 << 20];
    BootSector.mark(disk);
    String kept = waitingImage(stolen, api, storage, "kept");
    try (Socket upload =
        request(stolen, "PUT", "/images/" + kept + "/upload", "Content-Length: 12582912\r\n")) {
      upload.getOutputStream().write(disk);
      assertThat(upload.getInputStream().read()).isPositive();
    }
    String waits = waitingImage(stolen, api, storage, "waits");
    String own = api.get("/sessions?q=accountName=admin").toString();
    assertThat(own).contains("\"current\":true");
    String shown = "";
    for (JsonNode session : stolen.get("/sessions").at("/inventories")) {
      shown = session.at("/current").asBoolean() ? session.at("/uuid").asString() : shown;
    }
    try (Socket download = request(stolen, "GET", "/images/" + kept + "/file", "");
        Socket upload =
            request(stolen, "PUT", "/images/" + waits + "/upload", "Content-Length: 9999999\r\n");
        Socket other = request(api, "GET", "/images/" + kept + "/file", "")) {
      assertThat(download.getInputStream().read()).isEqualTo('H');
      upload.getOutputStream().write(disk, 0, 4096);
      assertThat(api.delete("/sessions/" + shown).has("error")).isFalse();
      assertThat(api.get("/audit-entries?q=operation=RevokeSession").toString()).contains(shown);
      assertThat(rest(upload)).isZero();
      assertThat(rest(download)).isLessThan(disk.length);
      assertThat(other.getInputStream().readNBytes(disk.length)).hasSize(disk.length);
    }
  }

  @Test
  void formsOfOtherSitesAndOfOtherSessionsDoNothing() {
    Browser admin = server.admin();
    for (Map<String, String> form :
        List.of(Map.of("name", "forged"), Map.of("name", "forged", "token", "0".repeat(64)))) {
      assertThat(admin.post("/console/do/CreateZone", form).statusCode()).isEqualTo(403);
    }
    Map<String, String> own = Map.of("name", "forged", "token", admin.token());
    assertThat(
            admin.post("/console/do/CreateZone", own, "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
    assertThat(server.browser().post("/console/do/CreateZone", own).statusCode()).isEqualTo(303);
    assertThat(server.api().get("/zones?q=name=forged").at("/inventories").size()).isZero();
  }

  @Test
  void openPagesAreToldOfChangesUntilTheirSessionEnds() throws Exception {
    Browser admin = server.admin();
    try (Browser.Stream stream = admin.stream("/console/events-stream")) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.next()).startsWith("retry:");
      server.api().create("/zones", Map.of("name", "told" + NUMBER.incrementAndGet()));
      assertThat(stream.next()).isEqualTo("event: changed");
      admin.post("/console/log-out", Map.of("token", admin.token()));
      assertThat(stream.untilTheEnd()).contains("event: ended");
    }
    assertThat(server.browser().get("/console/events-stream").statusCode()).isEqualTo(303);
  }

  /** Then it is asked first whether anything has happened at all. */
  @Test
  void pagesOfManyAccountsAreToldOfChangesToo() throws Exception {
    List<Browser.Stream> open = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        String name = "looks-on-" + NUMBER.incrementAndGet();
        server
            .api()
            .create("/accounts", Map.of("name", name, "password", PasswordHash.sha512(OTHER)));
        open.add(server.browser().loggedIn(name, OTHER).stream("/console/events-stream"));
      }
      open.add(server.admin().stream("/console/events-stream"));
      for (Browser.Stream stream : open) {
        assertThat(stream.next()).startsWith("retry:");
      }
      server.api().create("/zones", Map.of("name", "told" + NUMBER.incrementAndGet()));
      assertThat(open.getLast().next()).isEqualTo("event: changed");
    } finally {
      open.forEach(Browser.Stream::close);
    }
  }

  @Test
  void oneSessionHasOnlySoManyStreams() throws Exception {
    Browser admin = server.admin();
    List<Browser.Stream> open = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        open.add(admin.stream("/console/events-stream"));
      }
      assertThat(open).allMatch(each -> each.status() == 200);
      assertThat(admin.get("/console/events-stream").statusCode()).isEqualTo(503);
      try (Browser.Stream other = server.admin().stream("/console/events-stream")) {
        assertThat(other.status()).isEqualTo(200);
      }
    } finally {
      open.forEach(Browser.Stream::close);
    }
  }
}
