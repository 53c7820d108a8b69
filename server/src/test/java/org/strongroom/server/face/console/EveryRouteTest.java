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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
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
      end = soon().until(() -> send("GET /", poll, headers), told -> told.statusCode() != 202);
    }
    return isRefused(end);
  }

  private static boolean isRefused(HttpResponse<String> answer) {
    String location = answer.headers().firstValue("Location").orElse("");
    return answer.statusCode() >= 400
        || (answer.statusCode() == 303 && location.startsWith("/console/log-in"));
  }

  /** Hundreds of jobs are over at once. */
  private static ConditionFactory soon() {
    return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
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

  private static Set<String> declared() {
    return Operations.all().stream()
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
    List<String> headers = ofAnn();
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
    SortedMap<String, String> apart = told(Map.of(awaited, MISSING), Map.of("id", upload), headers);
    apart.keySet().removeIf(route -> declared().contains(shape(route)));
    assertThat(apart).as("beside operations, whose clients know ID.1002").isEmpty();
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
    String secret = "the-volumes";
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
    List<String> headers = ofAnn();
    assertThat(told(Map.of(volume, MISSING, snapshot, MISSING), Map.of(), headers)).isEmpty();
    SortedMap<String, String> told = new TreeMap<>();
    for (String route : named()) {
      String answer = answered(route, path(route, Map.of(), storage), headers);
      String missing =
          answered(route, path(route, Map.of(), MISSING), headers).replace(MISSING, storage);
      if (answer.startsWith("500") || isChange(route, answer, missing)) {
        told.put(route, answer + " and of what is missing " + missing);
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

  /**
   * Of a backup node, a bucket, and an image backup on both, which are another project's: to an
   * account that administers a project of its own, and to its token.
   */
  @Test
  void anotherProjectsNodesBucketsAndImageBackupsAreAsWhatIsMissing() throws Exception {
    String node = "b".repeat(32);
    String bucket = "c".repeat(32);
    String backup = "d".repeat(32);
    ConsoleServer.catalog(
        directory,
        STORE.formatted(node, "node", "SftpBackupStorage", "'192.0.2.1', 'root', 22"),
        STORE.formatted(bucket, "store", "S3BackupStorage", "NULL, 'key', NULL"),
        ("INSERT INTO backup_node (storage_uuid, number, project_uuid, shown_password, created,"
                + " registered) SELECT '%s', 70707070, uuid, '*', 1, 1 FROM project WHERE name = 'admin'")
            .formatted(node),
        ("INSERT INTO bucket (uuid, project_uuid, name, type, created, updated, storage_uuid,"
                + " registered) SELECT '%1$s', uuid, 'archive', 's3', 1, 1, '%1$s', 1 FROM project"
                + " WHERE name = 'admin'")
            .formatted(bucket),
        ("INSERT INTO image_backup (uuid, project_uuid, name, status, storage_uuid, path, size,"
                + " disk_size, disk_count, discovered, bucket_uuid, object_name, created, updated)"
                + " SELECT '%s', uuid, 'ova', 'available', '%s', 'a/ova.ova', 1, 1, 1, 0, '%s',"
                + " 'ova', 1, 1 FROM project WHERE name = 'admin'")
            .formatted(backup, node, bucket));
    String project = admin.create("/projects", Map.of("name", "own"));
    admin.post(
        "/role-assignments",
        Map.of("accountUuid", account("ann"), "projectUuid", project, "role", "admin"));
    Map<String, String> foreign =
        Map.of(node, MISSING, bucket, MISSING, backup, MISSING, "70707070", "80808080");
    Map<String, String> own = Map.of("project", project);
    assertThat(told(foreign, own, ofAnn())).isEmpty();
    assertThat(told(foreign, own, List.of("X-Auth-Token", token(project)))).isEmpty();
    assertThat(admin.get("/image-backups/" + backup).at("/inventories/0/name").asString())
        .isEqualTo("ova");
  }

  private static final String STORE =
      "INSERT INTO backup_storage (uuid, name, url, type, state, status, total_capacity,"
          + " free_capacity, used_capacity, reserved, hostname, username, ssh_port,"
          + " reconnect_attempts, created, updated) VALUES ('%s', '%s', '/elsewhere', '%s', 'Enabled',"
          + " 'Disconnected', 9, 9, 0, 0, %s, 0, 1, 1)";

  /** Of the API and of the console. */
  private static List<String> ofAnn() {
    Browser browser = server.browser().loggedIn("ann", "ann");
    return List.of(
        "Authorization",
        "OAuth " + ann.session(),
        "Cookie",
        "strongroom=" + browser.cookie("strongroom"),
        "X-Console-Token",
        browser.token());
  }

  private static String token(String project) {
    Map<String, ?> user =
        Map.of("name", "ann", "password", "ann", "domain", Map.of("id", "default"));
    Map<String, ?> auth =
        Map.of(
            "identity",
            Map.of("methods", List.of("password"), "password", Map.of("user", user)),
            "scope",
            Map.of("project", Map.of("id", project)));
    return admin
        .answer("POST", "/v3/auth/tokens", Map.of("auth", auth), "")
        .headers()
        .firstValue("X-Subject-Token")
        .orElseThrow();
  }

  /** What is missing may be deleted again, and is answered in the same way. */
  private static boolean isChange(String route, String answer, String missing) {
    return route.contains("/zstack/")
        && !route.matches("(GET|HEAD|OPTIONS) .*")
        && answer.startsWith("2")
        && !answer.equals(missing);
  }

  /** Whose variables name something. */
  private static List<String> named() {
    return server.routes().stream()
        .filter(route -> !isPublic(route) && VARIABLE.matcher(route).find())
        .toList();
  }

  /**
   * The routes that tell any of these from what is missing; but for those of administrators alone.
   *
   * @param values of variables that name nothing of theirs
   */
  private static SortedMap<String, String> told(
      Map<String, String> foreignAndMissing, Map<String, String> values, List<String> headers) {
    SortedMap<String, String> told = new TreeMap<>();
    for (String route : named()) {
      foreignAndMissing.forEach((foreign, none) -> {
        String missing = answered(route, path(route, values, none), headers);
        if (!missing.contains("is for administrators")) {
          String answer = answered(route, path(route, values, foreign), headers);
          if (answer.startsWith("500") || !answer.equals(missing.replace(none, foreign))) {
            told.put(route, answer + " and of what is missing " + missing);
          }
        }
      });
    }
    return told;
  }

  /** The status and the body, of a call that a job answers those of its end. */
  private static String answered(String route, String path, List<String> headers) {
    HttpResponse<String> answer = send(route, path, headers);
    if (answer.statusCode() == 202 && answer.body().contains("/api-jobs/")) {
      String poll = answer.body().replaceFirst("(?s).*(/zstack/v1/api-jobs/[0-9a-f]{32}).*", "$1");
      answer = soon().until(() -> send("GET /", poll, headers), told -> told.statusCode() != 202);
    }
    return answer.statusCode() + " " + answer.body().replaceAll("req-[0-9a-f-]+", "req");
  }

  private static String account(String name) {
    return admin.get("/accounts?q=name%3D" + name).at("/inventories/0/uuid").asString();
  }
}
