package org.strongroom.server.face.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.OperationModel;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.secret.PasswordHash;

/**
 * Whatever the server answers to, be it an operation, bytes, a page, a stream or a poll: strangers
 * get nothing, and accounts nothing of another's. The routes are those that it registered itself,
 * so that a new one is refused to strangers or stands among {@link #PUBLIC}.
 */
class EveryRouteTest {
  private static final String MISSING = "0123456789ab4cde8f0123456789abcd";
  private static final Pattern VARIABLE = Pattern.compile("[{<](\\w+)[}>]");

  /** What is for everybody. Polls know a call without a session by its uuid alone. */
  private static final Set<String> PUBLIC =
      Set.of(
          "GET /healthz",
          "GET /metrics",
          "GET /console/assets/{name}",
          "GET /console/log-in",
          "POST /console/log-in",
          "POST /console/preferences",
          "OPTIONS /zstack/v1/images/{uuid}/uploads",
          "OPTIONS /zstack/v1/images/{uuid}/uploads/{id}",
          "OPTIONS /console/images/{uuid}/uploads",
          "OPTIONS /console/images/{uuid}/uploads/{id}",
          "POST /v3/auth/tokens",
          "GET /",
          "GET /identity",
          "GET /v3");

  /** What describes the product alone. */
  private static final Predicate<String> DESCRIBED =
      route -> route.matches("GET (/docs.*|.*openapi.*)");

  @TempDir static Path directory;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static ConsoleServer server;
  private static Api admin;
  private static Api ann;

  /** What somebody shows who is not to be let in. */
  enum Stranger {
    NOBODY,
    NONSENSE,
    SESSION_OF_THE_API_AS_COOKIE_AND_TOKEN,
    COOKIE_AS_SESSION_AND_TOKEN,
    ENDED;

    List<String> headers() {
      return switch (this) {
        case NOBODY -> List.of();
        case NONSENSE -> all("0".repeat(32), "0".repeat(64));
        case SESSION_OF_THE_API_AS_COOKIE_AND_TOKEN ->
            List.of("X-Auth-Token", admin.session(), "Cookie", "strongroom=" + admin.session());
        case COOKIE_AS_SESSION_AND_TOKEN -> {
          String cookie = server.admin().cookie("strongroom");
          yield List.of("X-Auth-Token", cookie, "Authorization", "OAuth " + cookie);
        }
        case ENDED -> {
          Api ended = new Api(server.url(), "ann", "ann");
          ended.delete("/accounts/sessions/" + ended.session());
          Browser browser = server.browser().loggedIn("ann", "ann");
          String cookie = browser.cookie("strongroom");
          browser.post("/console/log-out", Map.of("token", browser.token()));
          yield all(ended.session(), cookie);
        }
      };
    }

    private static List<String> all(String session, String cookie) {
      return List.of(
          "X-Auth-Token",
          session,
          "Authorization",
          "OAuth " + session,
          "Cookie",
          "strongroom=" + cookie);
    }
  }

  @BeforeAll
  static void start() throws IOException {
    server = new ConsoleServer(directory);
    admin = server.api();
    admin.create("/accounts", Map.of("name", "ann", "password", PasswordHash.sha512("ann")));
    ann = new Api(server.url(), "ann", "ann");
    Files.createDirectory(directory.resolve("storage"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** With these values in place of its variables, and another for what is not among them. */
  private static String path(String route, Map<String, String> values, String other) {
    return VARIABLE
        .matcher(route.substring(route.indexOf(' ') + 1))
        .replaceAll(found -> values.getOrDefault(found.group(1), other));
  }

  private static HttpResponse<String> send(String route, String path, List<String> headers) {
    String method = route.substring(0, route.indexOf(' '));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, BodyPublishers.noBody())
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", "1")
            .header("Upload-Offset", "0")
            .header("Sec-Fetch-Site", "same-origin");
    for (int i = 0; i < headers.size(); i += 2) {
      request.header(headers.get(i), headers.get(i + 1));
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Calls that are answered by jobs are refused there. */
  private static boolean isRefused(HttpResponse<String> answer, List<String> headers) {
    HttpResponse<String> end = answer;
    if (answer.statusCode() == 202) {
      String poll = answer.body().replaceFirst("(?s).*(/zstack/v1/api-jobs/[0-9a-f]{32}).*", "$1");
      end = await().until(() -> send("GET /", poll, headers), told -> told.statusCode() != 202);
    }
    return isRefused(end);
  }

  private static boolean isRefused(HttpResponse<String> answer) {
    String location = answer.headers().firstValue("Location").orElse("");
    return answer.statusCode() >= 400
        || (answer.statusCode() == 303 && location.startsWith("/console/log-in"));
  }

  /** HEAD is answered where GET is. */
  private static boolean isPublic(String route) {
    String shown = route.replaceFirst("^HEAD ", "GET ");
    return PUBLIC.contains(shown) || DESCRIBED.test(shown) || anonymous().contains(shape(shown));
  }

  private static Set<String> anonymous() {
    return Operations.all().stream()
        .filter(operation -> operation.access() == Access.ANONYMOUS)
        .flatMap(operation -> routes(operation).stream())
        .collect(Collectors.toSet());
  }

  private static List<String> routes(OperationModel operation) {
    return operation.paths().stream()
        .map(path -> shape(operation.method().name() + " /zstack/v1" + path))
        .toList();
  }

  /** Whatever the names of its variables. */
  private static String shape(String route) {
    return VARIABLE.matcher(route).replaceAll("{}");
  }

  @ParameterizedTest
  @EnumSource
  void strangersAreLetIntoNothing(Stranger stranger) {
    List<String> headers = stranger.headers();
    SortedMap<String, String> answered = new TreeMap<>();
    for (String route : server.routes()) {
      if (!isPublic(route)) {
        HttpResponse<String> answer = send(route, path(route, Map.of(), MISSING), headers);
        if (!isRefused(answer, headers)) {
          answered.put(route, answer.statusCode() + " " + answer.body());
        }
      }
    }
    assertThat(answered).isEmpty();
  }

  @Test
  void whatIsPublicIsThere() {
    Set<String> routes = new TreeSet<>(PUBLIC);
    routes.removeAll(server.routes());
    assertThat(routes).isEmpty();
    assertThat(server.routes())
        .contains("GET /zstack/v1/images/{uuid}/file", "PUT /zstack/v1/images/{uuid}/upload")
        .contains("PATCH /zstack/v1/images/{uuid}/uploads/{id}", "GET /zstack/api/result/{uuid}")
        .contains("GET /console/events-stream", "GET /console/images/{uuid}/file")
        .hasSizeGreaterThan(150);
  }

  /** Of an image that is there and one that waits for its bytes, of the jobs and of an upload. */
  @Test
  void anothersBytesJobsAndPagesAreAsWhatIsMissing() throws Exception {
    String storage =
        admin.create(
            "/backup-storage/filesystem",
            Map.of("name", "storage", "url", directory.resolve("storage").toString()));
    String account = account("ann");
    assertThat(account).isNotEmpty();
    String awaited = "aaaaaaaaaaaa4aaa8aaaaaaaaaaaaaaa";
    HttpResponse<String> accepted =
        admin.answer(
            "POST",
            "/zstack/v1/images",
            Map.of(
                "params",
                Map.of(
                    "name",
                    "secret-of-the-administrator",
                    "url",
                    "upload://secret",
                    "resourceUuid",
                    awaited,
                    "backupStorageUuids",
                    List.of(storage))),
            "OAuth " + admin.session());
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String job = accepted.body().replaceFirst("(?s).*api-jobs/([0-9a-f]{32}).*", "$1");
    String upload =
        send(
                "POST /",
                "/zstack/v1/images/" + awaited + "/uploads",
                List.of("Authorization", "OAuth " + admin.session()))
            .headers()
            .firstValue("Location")
            .orElseThrow()
            .replaceFirst(".*/", "");
    Browser browser = server.browser().loggedIn("ann", "ann");
    List<String> headers = new ArrayList<>(List.of("Authorization", "OAuth " + ann.session()));
    headers.addAll(List.of("Cookie", "strongroom=" + browser.cookie("strongroom")));
    headers.addAll(List.of("X-Console-Token", browser.token()));
    SortedMap<String, String> told = new TreeMap<>();
    for (String route : server.routes()) {
      if (isPublic(route) || !VARIABLE.matcher(route).find()) {
        continue;
      }
      for (String uuid : Set.of(awaited, job, upload)) {
        Map<String, String> values = Map.of("id", upload, "job", job, "operation", "DeleteImage");
        HttpResponse<String> answer = send(route, path(route, values, uuid), headers);
        if (answer.statusCode() == 500 || answer.body().contains("secret-of-the-administrator")) {
          told.put(route, answer.statusCode() + " " + answer.body());
        }
      }
      if (route.matches(".*(/file|/upload|/uploads.*|/result/.*|/api-jobs/.*|/live/.*)")) {
        HttpResponse<String> answer =
            send(route, path(route, Map.of("id", upload, "job", job), awaited), headers);
        HttpResponse<String> poll = send(route, path(route, Map.of(), job), headers);
        if (answer.statusCode() < 300 || poll.statusCode() < 300) {
          told.put(route, answer.statusCode() + " " + answer.body() + poll.body());
        }
      }
    }
    assertThat(told).isEmpty();
    assertThat(admin.get("/images/" + awaited).at("/inventories/0/status").asString())
        .isEqualTo("Downloading");
    assertThat(
            send(
                    "HEAD /",
                    "/zstack/v1/images/" + awaited + "/uploads/" + upload,
                    List.of("Authorization", "OAuth " + admin.session()))
                .statusCode())
        .isEqualTo(200);
    admin.delete("/images/" + awaited); // the server would wait for it when it stops
  }

  /**
   * Of a volume and its snapshot, bytes too; and of the storage that keeps it, which all may see
   * and none but administrators change.
   */
  @Test
  void anothersStoragesVolumesAndSnapshotsAreAsWhatIsMissing() throws Exception {
    String secret = "secret-of-the-volumes";
    Path disks = Files.createDirectory(directory.resolve("disks"));
    Path disk = Files.write(disks.resolve("disk.raw"), new byte[1 << 20]);
    Path root = Files.createDirectory(directory.resolve("kept"));
    String storage =
        admin.create("/backup-storage/filesystem", Map.of("name", "kept", "url", root.toString()));
    admin.act(
        "/global-configurations/image/download.localPath.whitelist",
        "updateGlobalConfig",
        Map.of("value", disks.toString()));
    String volume =
        admin.create(
            "/volumes", Map.of("name", secret, "url", disk.toUri().toString(), "format", "raw"));
    String snapshot =
        admin.act(
            "/volumes/" + volume,
            "backupVolume",
            Map.of("name", secret, "backupStorageUuid", storage));
    assertThat(
            send(
                    "GET /",
                    "/zstack/v1/volume-snapshots/" + snapshot + "/file",
                    List.of("Authorization", "OAuth " + admin.session()))
                .statusCode())
        .as("its owner reads it")
        .isEqualTo(200);
    Browser browser = server.browser().loggedIn("ann", "ann");
    List<String> headers =
        List.of(
            "Authorization",
            "OAuth " + ann.session(),
            "Cookie",
            "strongroom=" + browser.cookie("strongroom"),
            "X-Console-Token",
            browser.token());
    SortedMap<String, String> told = new TreeMap<>();
    for (String route : server.routes()) {
      if (isPublic(route) || !VARIABLE.matcher(route).find()) {
        continue;
      }
      String missing = answered(route, MISSING, headers);
      for (String uuid : List.of(storage, volume, snapshot)) {
        String answer = answered(route, uuid, headers);
        if (answer.startsWith("500") || answer.contains(secret) || isBytes(route, answer)) {
          told.put(route, answer);
        } else if (isChange(route, answer, missing.replace(MISSING, uuid))) {
          told.put(route, answer + " and of what is missing " + missing);
        }
      }
    }
    assertThat(told).isEmpty();
    assertThat(admin.get("/backup-storage/" + storage).at("/inventories/0/name").asString())
        .isEqualTo("kept");
    for (String each : List.of("/volumes/", "/volume-snapshots/")) {
      String uuid = each.equals("/volumes/") ? volume : snapshot;
      assertThat(admin.get(each + uuid).at("/inventories/0/name").asString()).isEqualTo(secret);
    }
  }

  /** What is missing may be deleted again, and is answered in the same way. */
  private static boolean isChange(String route, String answer, String missing) {
    return route.contains("/zstack/")
        && !route.matches("(GET|HEAD|OPTIONS) .*")
        && answer.startsWith("2")
        && !answer.equals(missing);
  }

  private static boolean isBytes(String route, String answer) {
    return route.endsWith("/file") && answer.startsWith("2");
  }

  /** The status and the body, of a call that a job answers those of its end. */
  private static String answered(String route, String uuid, List<String> headers) {
    HttpResponse<String> answer = send(route, path(route, Map.of(), uuid), headers);
    if (answer.statusCode() == 202 && answer.body().contains("/api-jobs/")) {
      String poll = answer.body().replaceFirst("(?s).*(/zstack/v1/api-jobs/[0-9a-f]{32}).*", "$1");
      answer = await().until(() -> send("GET /", poll, headers), told -> told.statusCode() != 202);
    }
    return answer.statusCode() + " " + answer.body().replaceAll("req-[0-9a-f-]+", "req");
  }

  private static String account(String name) {
    return admin.get("/accounts?q=name%3D" + name).at("/inventories/0/uuid").asString();
  }
}
