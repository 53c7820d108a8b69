package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.MadeImage;
import org.strongroom.e2e.material.PacedSource;
import org.strongroom.e2e.material.Uuids;
import org.strongroom.testing.EmbeddedPostgresDatabase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Everything that one node does works through any of three. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterTest {
  private static final MadeImage IMAGE = new MadeImage(10, 3 << 20);
  private static final Duration SOON = Duration.ofSeconds(30);

  private Path directory;
  private final PacedSource source = new PacedSource();
  private Cluster cluster;
  private List<ZStackClient> nodes;
  private TestStorage sftp;
  private TestStorage shared;

  @BeforeAll
  void start(@TempDir Path empty) {
    directory = empty;
    cluster = new Cluster(directory, 3, Map.of());
    nodes = cluster.clients();
    sftp = cluster.sftp(nodes.get(0), "sftp");
    shared = cluster.fileSystem(nodes.get(1), "shared");
  }

  @AfterAll
  void stop() {
    cluster.close();
    source.close();
  }

  @AfterEach
  void quiet() {
    source.release();
    Invariants invariants = new Invariants(cluster.catalog());
    invariants.awaitQuiet();
    invariants.check(nodes.get(0), List.of(sftp, shared));
    source.hold(); // for the next test
  }

  private ZStackClient.Answer add(int node, String url, String uuid) {
    return nodes
        .get(node)
        .send(
            "POST",
            "/images",
            ZStackClient.json(
                "params",
                Map.of(
                    "name",
                    "image",
                    "url",
                    url,
                    "resourceUuid",
                    uuid,
                    "backupStorageUuids",
                    List.of(sftp.uuid(), shared.uuid()))));
  }

  private void assertWholeEverywhere(String image) {
    for (ZStackClient node : nodes) {
      HttpDownload download = HttpDownload.of(node, "/images/" + image + "/file");
      assertThat(DiskImages.sha256(download.body())).isEqualTo(IMAGE.sha256());
    }
  }

  private ZStackClient.Answer put(int node, String image) {
    return nodes
        .get(node)
        .send(
            "PUT",
            "/images/" + image + "/upload",
            BodyPublishers.ofInputStream(() -> IMAGE.stream()));
  }

  @Test
  void anUploadInPartsGoesOnAtWhateverNodeItComesTo() throws Exception {
    String image = Uuids.random();
    ZStackClient.Answer added = add(0, "upload://image", image);
    byte[] bytes = IMAGE.stream().readAllBytes();
    String length = String.valueOf(bytes.length);
    ZStackClient.Answer begun =
        tus(0, "POST", "/images/" + image + "/uploads", new byte[0], "Upload-Length", length);
    assertThat(begun.status()).as(begun.body()).isEqualTo(201);
    String upload =
        begun
            .response()
            .headers()
            .firstValue("Location")
            .orElseThrow()
            .replaceFirst(".*/zstack/v1", "");
    int half = bytes.length / 2;
    sendPart(1, upload, Arrays.copyOf(bytes, half), 0);
    ZStackClient.Answer told = tus(2, "HEAD", upload, new byte[0]);
    assertThat(told.response().headers().firstValueAsLong("Upload-Offset")).hasValue(half);
    sendPart(2, upload, Arrays.copyOfRange(bytes, half, bytes.length), half);
    assertThat(nodes.get(1).awaitJob(ZStackClient.jobUuid(added)).status()).isEqualTo(200);
    assertWholeEverywhere(image);
  }

  private void sendPart(int node, String upload, byte[] part, long offset) {
    ZStackClient.Answer sent =
        tus(
            node,
            "PATCH",
            upload,
            part,
            "Upload-Offset",
            String.valueOf(offset),
            "Content-Type",
            "application/offset+octet-stream");
    assertThat(sent.status()).as(sent.body()).isEqualTo(204);
  }

  private ZStackClient.Answer tus(
      int node, String method, String path, byte[] body, String... more) {
    List<String> headers = new ArrayList<>(List.of(more));
    headers.addAll(List.of("Tus-Resumable", "1.0.0"));
    return nodes
        .get(node)
        .send(method, path, BodyPublishers.ofByteArray(body), headers.toArray(String[]::new));
  }

  @Test
  void anUploadIsTakenByWhateverNodeItComesTo() {
    for (int from = 0; from < 3; from++) {
      String image = Uuids.random();
      ZStackClient.Answer added = add(from, "upload://image", image);
      int to = (from + 1) % 3;
      assertThat(put(to, image).status()).isEqualTo(200);
      assertThat(nodes.get((from + 2) % 3).awaitJob(ZStackClient.jobUuid(added)).status())
          .isEqualTo(200);
      assertWholeEverywhere(image);
    }
  }

  @Test
  void aSecondUploadIsRefusedAtEveryNodeWhileOneRuns() throws Exception {
    String image = Uuids.random();
    ZStackClient.Answer added = add(0, "upload://image", image);
    CountDownLatch middle = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(() ->
            nodes
                .get(1)
                .send(
                    "PUT",
                    "/images/" + image + "/upload",
                    BodyPublishers.ofInputStream(
                        () -> new HeldStream(IMAGE.stream(), 1 << 20, middle, goOn)))
                .status());
    middle.await();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> cluster.runner(ZStackClient.jobUuid(added)) == 1);
    for (int node = 0; node < 3; node++) {
      assertThat(put(node, image).status()).as("at node %d", node).isEqualTo(409);
    }
    goOn.countDown();
    assertThat(first.get()).isEqualTo(200);
    assertThat(nodes.get(2).awaitJob(ZStackClient.jobUuid(added)).status()).isEqualTo(200);
    assertWholeEverywhere(image);
  }

  @Test
  void whyACallWasRefusedIsToldByEveryNode() {
    for (int from = 0; from < 3; from++) {
      ZStackClient.Answer accepted =
          nodes
              .get(from)
              .send(
                  "POST",
                  "/zones",
                  ZStackClient.json("params", Map.of("name", "z", "resourceUuid", "nonsense")));
      assertThat(accepted.status()).isEqualTo(202);
      String job = ZStackClient.jobUuid(accepted);
      String told = nodes.get(from).awaitJob(job).error();
      for (ZStackClient node : nodes) {
        assertThat(node.awaitJob(job).error()).isEqualTo(told);
      }
      ZStackClient.Answer again =
          nodes
              .get((from + 1) % 3)
              .send(
                  "POST",
                  "/zones",
                  ZStackClient.json("params", Map.of("name", "z")),
                  "X-Job-UUID",
                  job);
      assertThat(again.status()).as("the same call again").isEqualTo(400);
    }
    assertThat(nodes.get(1).send("GET", "/api-jobs/" + Uuids.random()).status()).isEqualTo(404);
  }

  @Test
  void progressIsToldByEveryNode() throws Exception {
    String image = Uuids.random();
    ZStackClient.Answer added = add(0, source.url(IMAGE, 2 << 20), image);
    source.awaitHeld();
    String job = ZStackClient.jobUuid(added);
    for (ZStackClient node : nodes) {
      await()
          .atMost(SOON)
          .untilAsserted(() -> {
            JsonNode told = node.get("/task-progresses/" + job).get("inventories");
            assertThat(told).hasSize(1);
            assertThat(told.get(0).at("/opaque/step").asString()).isEqualTo("transfer");
            assertThat(told.get(0).at("/opaque/done").asLong()).isPositive();
            assertThat(told.get(0).at("/opaque/total").asLong()).isEqualTo(IMAGE.length());
          });
    }
    source.release();
    assertThat(nodes.get(1).awaitJob(job).status()).isEqualTo(200);
  }

  @Test
  void cancelsAreHeardAtEveryNode() throws Exception {
    String image = Uuids.random();
    ZStackClient.Answer added = add(0, source.url(IMAGE, 1 << 20), image);
    source.awaitHeld();
    String job = ZStackClient.jobUuid(added);
    nodes
        .get(2)
        .done("PUT", "/longjobs/" + job + "/actions", ZStackClient.json("cancelLongJob", Map.of()));
    assertThat(nodes.get(1).awaitJob(job).error()).contains("SYS.1017");
    source.release();
  }

  @Test
  void settingsHoldAtEveryNodeAtOnce() {
    String image = Uuids.random();
    nodes.get(0).awaitJob(ZStackClient.jobUuid(add(0, source.url(IMAGE), image))).ok();
    for (String policy : List.of("Direct", "Delay", "Direct")) {
      nodes
          .get(0)
          .act(
              "/global-configurations/image/deletionPolicy/actions",
              "updateGlobalConfig",
              Map.of("value", policy));
    }
    nodes.get(1).delete("/images/" + image);
    assertThat(nodes.get(2).query("/images", "uuid=" + image)).isEmpty();
    nodes
        .get(0)
        .act(
            "/global-configurations/backupStorage/ping.interval/actions",
            "updateGlobalConfig",
            Map.of("value", "61"));
    for (ZStackClient node : nodes) {
      assertThat(
              node.query("/global-configurations", "name=ping.interval")
                  .get(0)
                  .get("value")
                  .asString())
          .isEqualTo("61");
    }
  }

  @Test
  void aLogOutAndANewPasswordHoldAtEveryNode() {
    ZStackClient other = ZStackClient.admin(cluster.node(1));
    List<ZStackClient> everywhere =
        List.of(0, 1, 2).stream().map(i -> other.at(cluster.node(i).url())).toList();
    everywhere.forEach(node -> assertThat(node.query("/zones")).isNotNull());
    everywhere.get(0).send("DELETE", "/accounts/sessions/" + other.session());
    everywhere.forEach(node ->
        await()
            .atMost(SOON)
            .untilAsserted(
                () -> assertThat(node.send("GET", "/zones").errorChain()).startsWith("ID.1001")));
  }

  /** Behind one address no two requests of a browser need come to the same node. */
  @Test
  void theConsoleIsOneThroughWhateverNodes() throws IOException {
    ConsoleVisit visit =
        new ConsoleVisit(List.of(0, 1, 2).stream().map(i -> cluster.node(i).url()).toList());
    visit.logIn(0);
    String token = visit.token(1);
    try (BufferedReader live = visit.stream(1)) {
      HttpResponse<String> made =
          visit.post(2, "/console/do/CreateZone", Map.of("token", token, "name", "by-console"));
      assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
      visit.awaitEvent(live, "changed");
    }
    assertThat(visit.get(0, "/console/zones?q=by-console").body()).contains("1 of 1 rows");
    String image = uploadedByConsole(visit, token);
    assertWholeEverywhere(image);
    assertThat(visit.post(1, "/console/log-out", Map.of("token", token)).statusCode())
        .isEqualTo(303);
    for (int node = 0; node < 3; node++) {
      int asked = node;
      await().atMost(SOON).until(() -> visit.get(asked, "/console/zones").statusCode() == 303);
    }
  }

  /** Its rows cannot go on before another node was asked to begin no more of them. */
  @Test
  void aRunOverManyRowsIsCancelledAtANodeThatItDoesNotRunAt() throws SQLException {
    int rows = 12;
    for (int i = 0; i < rows; i++) {
      nodes.get(0).post("/zones", Map.of("name", "of-a-run-" + i));
    }
    ConsoleVisit visit = new ConsoleVisit(List.of(cluster.node(0).url(), cluster.node(1).url()));
    visit.logIn(0);
    String token = visit.token(1);
    String run;
    try (Connection held = connection();
        Statement statement = held.createStatement()) {
      held.setAutoCommit(false);
      statement.execute("SELECT uuid FROM zone WHERE name LIKE 'of-a-run-%' FOR UPDATE");
      HttpResponse<String> begun =
          visit.post(
              0,
              "/console/bulk/zones/begin",
              Map.of(
                  "token",
                  token,
                  "operation",
                  "DeleteZone",
                  "q",
                  "of-a-run-",
                  "all",
                  "true",
                  "count",
                  "" + rows,
                  "confirm",
                  "" + rows));
      assertThat(begun.statusCode()).as(begun.body()).isEqualTo(303);
      run = URI.create(begun.headers().firstValue("Location").orElseThrow()).getPath();
      assertThat(visit.post(1, run + "/cancel", Map.of("token", token)).statusCode())
          .isEqualTo(303);
      held.rollback();
    }
    String cancel = "action=\"" + run + "/cancel\"";
    await().atMost(SOON).until(() -> !visit.get(0, run).body().contains(cancel));
    assertThat(visit.get(0, run).body()).contains("Not begun");
    assertThat(visit.get(1, run).body()).doesNotContain(cancel);
    assertThat(nodes.get(1).query("/zones", "name~=of-a-run-%").size())
        .as("no more than four were under way")
        .isBetween(rows - 4, rows);
  }

  private Connection connection() throws SQLException {
    EmbeddedPostgresDatabase database = cluster.database();
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  /** Begun at one node, its parts to the others; returns the image. */
  private String uploadedByConsole(ConsoleVisit visit, String token) throws IOException {
    HttpResponse<String> begun =
        visit.post(
            0,
            "/console/upload",
            Map.of(
                "token",
                token,
                "name",
                "disk",
                "file",
                "disk.raw",
                "format",
                "raw",
                "backupStorageUuids",
                sftp.uuid()));
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
    JsonNode told = JsonMapper.shared().readTree(begun.body());
    byte[] bytes = IMAGE.stream().readAllBytes();
    int half = bytes.length / 2;
    HttpResponse<String> opened =
        part(
            visit,
            1,
            "POST",
            told.get("uploads").asString(),
            new byte[0],
            token,
            "Upload-Length",
            String.valueOf(bytes.length));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
    String upload = URI.create(opened.headers().firstValue("Location").orElseThrow()).getPath();
    for (int from : new int[] {0, half}) {
      byte[] some = Arrays.copyOfRange(bytes, from, from == 0 ? half : bytes.length);
      HttpResponse<String> sent =
          part(
              visit,
              from == 0 ? 2 : 0,
              "PATCH",
              upload,
              some,
              token,
              "Upload-Offset",
              String.valueOf(from),
              "Content-Type",
              "application/offset+octet-stream");
      assertThat(sent.statusCode()).as(sent.body()).isEqualTo(204);
    }
    String job = told.get("job").asString();
    String state =
        await()
            .atMost(SOON)
            .until(
                () -> visit.get(1, "/console/live/uploads/" + job).body(),
                body -> !body.contains("Running") && !body.contains("Waiting"));
    assertThat(state).contains("Succeeded", IMAGE.sha256());
    return told.get("uploads").asString().split("/")[3];
  }

  private static HttpResponse<String> part(
      ConsoleVisit visit,
      int node,
      String method,
      String path,
      byte[] body,
      String token,
      String... more) {
    List<String> headers = new ArrayList<>(List.of(more));
    headers.addAll(List.of("Tus-Resumable", "1.0.0", "X-Console-Token", token));
    return visit.send(
        node, method, path, BodyPublishers.ofByteArray(body), headers.toArray(String[]::new));
  }

  @Test
  void aNodeWithAnotherKeyFileIsRefused(@TempDir Path elsewhere) throws Exception {
    assertThat(refused(elsewhere, Map.of()))
        .contains("key.json is missing", "copy key.json from a node that runs");
    assertThat(elsewhere.resolve("data/key.json")).doesNotExist();
    try (EmbeddedPostgresDatabase other = EmbeddedPostgresDatabase.create();
        ServerProcess stranger =
            new ServerProcess(
                elsewhere, ServerProcess.over(other.url(), other), List.of("-Xmx256m"))) {
      assertThat(stranger.isAlive()).isTrue();
    }
    assertThat(refused(elsewhere, Map.of()))
        .contains("is not the one that this catalog's secrets are sealed with");
  }

  private String refused(Path elsewhere, Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(ServerProcess.over(cluster.database().url(), cluster.database()));
    environment.putAll(more);
    List<String> said = new ArrayList<>();
    try (ServerProcess started = new ServerProcess(elsewhere, environment, List.of("-Xmx256m"))) {
      said.add("it started at " + started.url());
    } catch (IllegalStateException e) {
      said.add(String.valueOf(e.getMessage()));
    }
    assertThat(said.getFirst()).startsWith("the server ended with 2: ");
    assertThat(said.getFirst().lines())
        .as("one line beside the log")
        .last()
        .asString()
        .startsWith("strongroom: ");
    return said.getFirst();
  }

  @Test
  void everyNodeIsWell() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (HttpClient http = HttpClient.newHttpClient()) {
        assertThat(
                http.send(
                        HttpRequest.newBuilder(URI.create(cluster.node(i).url() + "/healthz"))
                            .build(),
                        BodyHandlers.ofString())
                    .statusCode())
            .isEqualTo(200);
      }
    }
    assertThat(nodes.get(2).query("/management-nodes")).hasSize(3);
  }
}
