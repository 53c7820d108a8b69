package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.FileServer;
import tools.jackson.databind.JsonNode;

/** What surrounds every call: locations, schema, dates, web hooks, job ids, parameters. */
class EnvelopeTest {
  private static final String UNKNOWN = "0123456789ab4cde8f0123456789abcd";
  @TempDir static Path directory;
  private static TestBed bed;
  private static ZStackClient admin;
  private static FileServer files;

  @BeforeAll
  static void start() {
    bed = TestBed.start(directory);
    admin = bed.admin();
    files = new FileServer(directory);
  }

  @AfterAll
  static void stop() {
    files.close();
    bed.close();
  }

  @Test
  void acceptsWithALocationThatNamesTheAddressAsTheClientKnowsIt() {
    ZStackClient.Answer accepted =
        admin.send("POST", "/zones", ZStackClient.json("params", Map.of("name", "located")));

    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.json().get("location").asString())
        .matches(admin.url() + "/zstack/v1/api-jobs/[0-9a-f]{32}");
    assertThat(accepted.json().get("apiTimeout").asLong()).isEqualTo(1_800_000);
    String job = ZStackClient.jobUuid(accepted);
    assertThat(admin.anonymous().send("GET", "/api-jobs/" + job).status()).isEqualTo(404);
    ZStackClient.Answer polled = admin.awaitJob(job);
    assertThat(polled.ok().at("/inventory/name").asString()).isEqualTo("located");
  }

  @Test
  void tellsFailuresOfJobsAsErrors() {
    JsonNode error =
        admin
            .call("POST", "/zones", ZStackClient.json("params", Map.of("name", "§")))
            .json()
            .get("error");

    assertThat(error.get("code").asString()).isEqualTo("SYS.1007");
    assertThat(error.get("description").asString())
        .isEqualTo("One or more API argument is invalid");
    assertThat(error.get("details").asString()).contains("zone name '§'");
  }

  @Test
  void forgetsNoJobAndKnowsNoOther() {
    ZStackClient.Answer answer = admin.send("GET", "/api-jobs/" + UNKNOWN);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(admin.send("DELETE", "/api-jobs/" + UNKNOWN).status()).isEqualTo(405);
  }

  @Test
  void actsOnceForAJobUuid() {
    String job = UUID.randomUUID().toString().replace("-", "");
    String body = ZStackClient.json("params", Map.of("name", "once"));

    ZStackClient.Answer first = admin.send("POST", "/zones", body, "X-Job-UUID", job);
    ZStackClient.Answer second = admin.send("POST", "/zones", body, "X-Job-UUID", job);

    assertThat(first.json().get("location").asString()).endsWith("/zstack/v1/api-jobs/" + job);
    assertThat(second.status()).isEqualTo(400);
    admin.awaitJob(job).ok();
    assertThat(admin.query("/zones", "name=once")).hasSize(1);
  }

  @Test
  void takesATimeoutForTheCall() {
    ZStackClient.Answer accepted =
        admin.send(
            "POST",
            "/zones",
            ZStackClient.json("params", Map.of("name", "timed")),
            "X-API-Timeout",
            "42");

    assertThat(accepted.json().get("apiTimeout").asLong()).isEqualTo(42_000);
  }

  @Test
  void callsTheWebHook() throws Exception {
    String good = UUID.randomUUID().toString().replace("-", "");
    admin.call(
        "POST",
        "/zones",
        ZStackClient.json("params", Map.of("name", "hooked")),
        "X-Job-UUID",
        good,
        "X-Web-Hook",
        files.url("hook"));
    FileServer.Hook succeeded = files.awaitHook();
    admin.call(
        "POST", "/zones", ZStackClient.json("params", Map.of()), "X-Web-Hook", files.url("hook"));
    FileServer.Hook failed = files.awaitHook();

    assertThat(succeeded.method()).isEqualTo("POST");
    assertThat(succeeded.headers().getFirst("X-Job-UUID")).isEqualTo(good);
    assertThat(succeeded.headers().getFirst("X-Job-Success")).isEqualTo("true");
    assertThat(succeeded.body()).contains("\"name\":\"hooked\"");
    assertThat(failed.headers().getFirst("X-Job-Success")).isEqualTo("false");
    assertThat(failed.body()).contains("SYS.1007");
  }

  @Test
  void putsASchemaIntoQueriesAndWhereItIsAskedFor() {
    String zone = bed.zone("schema");
    bed.sftp("schema");
    bed.fileSystem("schema");

    JsonNode storages = admin.get("/backup-storage?q=name%3Dschema&sort=%2Btype");
    assertThat(storages.get("schema").toString())
        .isEqualTo(
            "{\"inventories[1]\":\"org.zstack.storage.backup.sftp.SftpBackupStorageInventory\","
                + "\"inventories[0]\":\"org.zstack.header.storage.backup.BackupStorageInventory\"}");
    assertThat(admin.get("/zones/" + zone).at("/schema").toString())
        .isEqualTo("{\"inventories[0]\":\"org.zstack.header.zone.ZoneInventory\"}");
    String body = ZStackClient.json("updateZone", Map.of("description", "d"));
    assertThat(admin.done("PUT", "/zones/" + zone + "/actions", body).has("schema")).isFalse();
    ZStackClient.Answer accepted = admin.send("PUT", "/zones/" + zone + "/actions", body);
    admin.awaitJob(ZStackClient.jobUuid(accepted));
    ZStackClient.Answer polled =
        admin.send(
            "GET", "/api-jobs/" + ZStackClient.jobUuid(accepted), "", "X-JSON-Schema", "true");
    assertThat(polled.json().get("schema").toString())
        .isEqualTo("{\"inventory\":\"org.zstack.header.zone.ZoneInventory\"}");
  }

  @Test
  void writesDatesAsClientsReadThem() {
    String date = admin.show("/zones", bed.zone("dated")).get("createDate").asString();

    LocalDateTime read =
        LocalDateTime.parse(
            date, DateTimeFormatter.ofPattern("MMM d, uuuu h:mm:ss a", Locale.ENGLISH));
    assertThat(read).isBetween(LocalDateTime.now().minusMinutes(5), LocalDateTime.now());
  }

  @Test
  void escapesWhatABrowserCouldTakeForHtml() {
    String zone =
        TestBed.uuid(
            admin.post("/zones", Map.of("name", "html", "description", "<b>a='b' & c</b>")));

    ZStackClient.Answer answer = admin.send("GET", "/zones/" + zone);
    assertThat(answer.body())
        .contains("\\u003Cb\\u003Ea\\u003D\\u0027b\\u0027 \\u0026 c\\u003C/b\\u003E")
        .doesNotContain("<", ">", "&", "'");
    assertThat(answer.json().at("/inventories/0/description").asString())
        .isEqualTo("<b>a='b' & c</b>");
  }

  @Test
  void answersAnEmptyListForAnUnknownUuid() {
    for (String path :
        List.of(
            "/zones/",
            "/backup-storage/",
            "/backup-storage/sftp/",
            "/images/",
            "/user-tags/",
            "/system-tags/",
            "/volume-snapshots/",
            "/longjobs/",
            "/events/",
            "/accounts/",
            "/management-nodes/")) {
      assertThat(admin.get(path + UNKNOWN).get("inventories")).as(path).isEmpty();
    }
  }

  @Test
  void takesListsRepeatedOrNumbered() {
    String a = bed.fileSystem("a").uuid();
    String b = bed.fileSystem("b").uuid();

    JsonNode repeated =
        admin.get(
            "/backup-storage/capacities?backupStorageUuids=%s&backupStorageUuids=%s"
                .formatted(a, b));
    JsonNode numbered =
        admin.get(
            "/backup-storage/capacities?backupStorageUuids.0=%s&backupStorageUuids.1=%s"
                .formatted(a, b));
    JsonNode one = admin.get("/backup-storage/capacities?backupStorageUuids=" + a);

    assertThat(numbered).isEqualTo(repeated);
    assertThat(repeated.get("totalCapacity").asLong())
        .isEqualTo(2 * one.get("totalCapacity").asLong());
    assertThat(repeated.get("success").asBoolean()).isTrue();
  }

  @Test
  void takesTagsBesideAndInsideParams() {
    String inside =
        TestBed.uuid(admin.post("/zones", Map.of("name", "in", "userTags", List.of("x", "y"))));
    String beside =
        TestBed.uuid(
            admin.done(
                "POST", "/zones", "{\"params\":{\"name\":\"beside\"},\"userTags\":[\"x\"]}"));

    assertThat(admin.query("/user-tags", "resourceUuid=" + inside)).hasSize(2);
    assertThat(admin.query("/user-tags", "resourceUuid=" + beside)).hasSize(1);
  }

  @Test
  void passesOverUnknownParametersAndHeaders() {
    JsonNode zones = admin.get("/zones?whatever=1&limit=1");

    assertThat(zones.get("inventories").size()).isLessThanOrEqualTo(1);
    ZStackClient.Answer form =
        admin.send(
            "POST",
            "/zones",
            ZStackClient.json("params", Map.of("name", "form", "colour", "red")),
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(form.status()).isEqualTo(202);
  }
}
