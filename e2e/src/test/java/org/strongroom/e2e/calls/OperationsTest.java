package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.e2e.material.Uuids;

/** What those who watch a server look at, as {@code docs/operations.md} tells it. */
class OperationsTest {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "[a-zA-Z_:][a-zA-Z0-9_:]*(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\]|\\\\.)*\",?)*})? \\S+");
  private static final Pattern DOCUMENTED = Pattern.compile("`(strongroom_[a-z_]+)");

  @TempDir static Path directory;
  private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start(directory);
    bed.fileSystem("local");
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(bed.server().url() + path)).build(),
          BodyHandlers.ofString());
    }
  }

  private static List<String> metrics() throws Exception {
    HttpResponse<String> answer = get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    return answer.body().lines().filter(line -> !line.startsWith("#")).toList();
  }

  @Test
  void isHealthyWithoutASession() throws Exception {
    HttpResponse<String> answer = get("/healthz");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok\n");
  }

  @Test
  void metricsAreWhatPrometheusReads() throws Exception {
    assertThat(metrics()).isNotEmpty().allMatch(SAMPLE.asMatchPredicate());
  }

  @Test
  void everyDocumentedMetricIsThere() throws Exception {
    String document = Files.readString(Path.of("../docs/operations.md"));
    List<String> names =
        DOCUMENTED.matcher(document).results().map(match -> match.group(1)).distinct().toList();

    List<String> metrics = metrics();

    assertThat(names).hasSizeGreaterThan(3);
    assertThat(names)
        .allSatisfy(name -> assertThat(metrics).anyMatch(line -> line.startsWith(name)));
  }

  @Test
  void metricsFollowWhatHappens() throws Exception {
    assertThat(metrics()).contains("strongroom_storages{status=\"Connected\"} 1.0");
    String added = bed.fileSystem("another").uuid();
    assertThat(metrics())
        .contains(
            "strongroom_storages{status=\"Connected\"} 2.0",
            "strongroom_garbage_entries 0.0",
            "strongroom_jobs_running 0.0");

    bed.admin().delete("/backup-storage/" + added);

    assertThat(metrics()).contains("strongroom_storages{status=\"Connected\"} 1.0");
  }

  /** One series for each route, however many resources there are. */
  @Test
  void requestsAreCountedByRoute() throws Exception {
    bed.admin().get("/zones/" + Uuids.random());
    bed.admin().get("/zones/" + Uuids.random());

    assertThat(metrics())
        .filteredOn(line -> line.startsWith("strongroom_http_requests_seconds_count"))
        .filteredOn(line -> line.contains("/zones/"))
        .singleElement()
        .asString()
        .contains("method=\"GET\"", "status=\"200\"")
        .doesNotContainPattern("[0-9a-f]{32}");
  }

  @Test
  void theLogNamesWhatHappened() throws Exception {
    TestStorage storage = bed.fileSystem("logged");
    bed.admin().delete("/backup-storage/" + storage.uuid());

    String log = Files.readString(bed.server().log());

    assertThat(log)
        .containsPattern("Strongroom \\S+ starts, data in /")
        .contains("answers at " + bed.server().url())
        .contains("backup storage 'logged' (" + storage.uuid() + ") is being added")
        .contains("backup storage 'logged' (" + storage.uuid() + ") is Connected")
        .containsPattern("AddFileSystemBackupStorage of " + storage.uuid() + " succeeded after \\d")
        .contains("backup storage 'logged' (" + storage.uuid() + ") is Deleted")
        .contains("log-in as 'admin' from 127.0.0.1");
  }

  @Test
  void eachStorageAndEachKindOfJobHasItsSeries() throws Exception {
    TestStorage storage = bed.fileSystem("odd \"name\"");
    String labels = "{storage=\"odd \\\"name\\\"\",uuid=\"" + storage.uuid() + "\"} ";

    assertThat(metrics())
        .contains(
            "strongroom_storage_connected" + labels + "1.0",
            "strongroom_storage_damaged_copies" + labels + "0.0",
            "strongroom_storages_without_series 0.0")
        .anyMatch(line -> line.startsWith("strongroom_storage_capacity_bytes" + labels))
        .anyMatch(line -> line.startsWith("strongroom_storage_physical_free_bytes" + labels))
        .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
        .anyMatch(line -> line.startsWith("strongroom_build"))
        .anyMatch(line ->
            line.startsWith("strongroom_jobs_seconds_count")
                && line.contains("operation=\"AddFileSystemBackupStorage\"")
                && line.contains("outcome=\"Succeeded\""));

    bed.admin().delete("/backup-storage/" + storage.uuid());

    assertThat(metrics()).noneMatch(line -> line.contains(storage.uuid()));
  }

  /** An image comes to a storage and is read from it: by the bytes, and by no other storage's. */
  @Test
  void bytesAreCountedForEachStorageAndDirection() throws Exception {
    TestStorage storage = bed.fileSystem("moved");
    byte[] disk = new byte[300_000];
    new Random(7).nextBytes(disk);
    Path served = Files.createDirectory(directory.resolve("served"));
    Files.write(served.resolve("disk.raw"), disk);
    try (FileServer files = new FileServer(served)) {
      String image =
          TestBed.uuid(
              bed.admin()
                  .post(
                      "/images",
                      Map.of(
                          "name",
                          "moved",
                          "url",
                          files.url("disk.raw"),
                          "format",
                          "raw",
                          "backupStorageUuids",
                          List.of(storage.uuid()))));
      double read = moved(storage, "read");
      bed.admin().send("GET", "/images/" + image + "/file");

      assertThat(moved(storage, "written")).isBetween(300_000.0, 400_000.0);
      assertThat(moved(storage, "read") - read).isBetween(300_000.0, 400_000.0);
      bed.admin().delete("/images/" + image);
    }
    bed.admin().delete("/backup-storage/" + storage.uuid());
    assertThat(metrics()).noneMatch(line -> line.contains(storage.uuid()));
  }

  private static double moved(TestStorage storage, String direction) throws Exception {
    return metrics().stream()
        .filter(line -> line.startsWith("strongroom_storage_moved_bytes_total"))
        .filter(line -> line.contains(storage.uuid()) && line.contains("\"" + direction + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aWrongPasswordIsNoFaultOfTheServer() throws Exception {
    bed.admin()
        .send(
            "PUT",
            "/accounts/login",
            ZStackClient.json(
                "logInByAccount",
                Map.of("accountName", "admin", "password", ZStackClient.sha512("wrong"))));

    assertThat(metrics())
        .filteredOn(line -> line.startsWith("strongroom_http_requests_seconds_count"))
        .filteredOn(line -> line.contains("login"))
        .anyMatch(line -> line.contains("status=\"401\""))
        .noneMatch(line -> line.contains("status=\"5"));
  }

  @Test
  void alertsAndDashboardAskForSeriesThatAreThere() throws Exception {
    bed.admin().get("/zones/" + Uuids.random());
    List<String> metrics = metrics();
    for (String file : List.of("alerts.yml", "grafana-dashboard.json")) {
      String text = Files.readString(Path.of("../docs/examples", file));
      assertThat(
              Pattern.compile("\\b((strongroom|jvm)_[a-z_]+)")
                  .matcher(text)
                  .results()
                  .map(match -> match.group(1))
                  .distinct())
          .as(file)
          .isNotEmpty()
          .filteredOn(name -> !name.equals("strongroom_storage_last_ping_seconds"))
          .allSatisfy(name -> assertThat(metrics).anyMatch(line -> line.matches(name + "[{ ].*")));
    }
  }
}
