package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestNode;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.bed.ZStackClient.Answer;
import org.strongroom.e2e.material.FileServer;
import tools.jackson.databind.JsonNode;

/**
 * What is another's is not there: nodes of other projects, jobs of others, tags by a uuid alone.
 */
class ForeignResourcesTest {
  private static final String MISSING = "0123456789ab4cde8f0123456789abcd";

  @TempDir static Path directory;
  @TempDir static Path sources;
  private static TestBed bed;
  private static FileServer files;
  private static TestStorage shared;
  private static TestNode node;
  private static String zone;
  private static String annsUuid;
  private static ZStackClient ann;
  private static ZStackClient reader;
  private static ZStackClient member;

  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.start(directory);
    shared = bed.fileSystem("shared");
    zone = bed.zone("tagged");
    node =
        TestNode.register(PowerVcClient.admin(bed.server()), bed.sshd(), "node1")
            .withUuid(bed.admin());
    bed.admin().post("/zones/" + zone + "/backup-storage/" + node.storage().uuid(), Map.of());
    String project = bed.admin().query("/projects", "name=admin").get(0).get("uuid").asString();
    annsUuid = account("ann");
    ann = logIn("ann");
    role(account("reader"), project, "reader");
    reader = logIn("reader");
    role(account("member"), project, "admin");
    member = logIn("member");
    Files.writeString(sources.resolve("bytes"), "some bytes");
    files = new FileServer(sources);
  }

  private static String account(String name) {
    return TestBed.uuid(
        bed.admin().post("/accounts", Map.of("name", name, "password", ZStackClient.sha512(name))));
  }

  private static ZStackClient logIn(String name) {
    return ZStackClient.logIn(bed.server().url(), name, name);
  }

  private static void role(String account, String project, String role) {
    bed.admin()
        .post(
            "/role-assignments",
            Map.of("accountUuid", account, "projectUuid", project, "role", role));
  }

  @AfterAll
  static void stop() {
    files.close();
    bed.close();
  }

  private static Answer add(ZStackClient caller, String storage, Map<String, ?> more) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("name", "image");
    parameters.put("url", files.url("bytes"));
    parameters.put("format", "raw");
    parameters.put("backupStorageUuids", List.of(storage));
    parameters.putAll(more);
    return caller.call("POST", "/images", ZStackClient.json("params", parameters));
  }

  @Test
  void aNodeOfAnotherProjectIsNotThere() {
    String uuid = node.storage().uuid();
    assertThat(ann.query("/backup-storage", "uuid=" + uuid)).isEmpty();
    assertThat(ann.query("/backup-storage/sftp")).isEmpty();
    assertThat(ann.query("/zones", "backupStorage.uuid=" + uuid)).isEmpty();
    assertThat(ann.query("/zones", "backupStorage.name=node1")).isEmpty();
    assertThat(ann.query("/events", "resourceUuid=" + uuid)).isEmpty();
    assertThat(bed.admin().query("/events", "resourceUuid=" + uuid)).isNotEmpty();
    assertThat(bed.admin().query("/zones", "backupStorage.uuid=" + uuid)).hasSize(1);
    assertThat(reader.query("/backup-storage", "uuid=" + uuid)).hasSize(1);
    assertThat(reader.query("/zones", "backupStorage.uuid=" + uuid)).hasSize(1);
  }

  @Test
  void aNodeOfAnotherProjectTakesNothingAndIsAnsweredAsWhatIsMissing() {
    String uuid = node.storage().uuid();
    assertThat(add(ann, uuid, Map.of()).error())
        .isEqualTo(add(ann, MISSING, Map.of()).error().replace(MISSING, uuid));
    assertThat(tag(ann, "BackupStorageVO", uuid).error())
        .isEqualTo(tag(ann, "BackupStorageVO", MISSING).error().replace(MISSING, uuid));
    String capacity = "/backup-storage/capacities?backupStorageUuids=";
    assertThat(ann.send("GET", capacity + uuid).error())
        .isEqualTo(ann.send("GET", capacity + MISSING).error().replace(MISSING, uuid));
    assertThat(
            ann.get("/backup-storage/capacities?zoneUuids=" + zone).get("totalCapacity").asLong())
        .isZero();
    assertThat(
            bed.admin()
                .get("/backup-storage/capacities?zoneUuids=" + zone)
                .get("totalCapacity")
                .asLong())
        .isPositive();
  }

  private static Answer tag(ZStackClient caller, String type, String uuid) {
    return caller.call(
        "POST",
        "/user-tags",
        ZStackClient.json(
            "params",
            Map.of("resourceType", type, "resourceUuid", uuid, "tag", UUID.randomUUID())));
  }

  @Test
  void ontoANodeWriteThoseWhoAdministerItsProject() {
    assertThat(add(reader, node.storage().uuid(), Map.of()).error()).startsWith("ID.1002: ");
    JsonNode added = add(member, node.storage().uuid(), Map.of()).ok();
    assertThat(added.at("/inventory/status").asString()).isEqualTo("Ready");
  }

  @Test
  void anImageTakesNoUuidOfAnotherResource() {
    String project = bed.admin().query("/projects").get(0).get("uuid").asString();
    tag(bed.admin(), "ZoneVO", zone).ok();
    for (String taken : List.of(zone, shared.uuid(), annsUuid, project)) {
      assertThat(add(ann, shared.uuid(), Map.of("resourceUuid", taken)).error())
          .isEqualTo(
              "SYS.1007: resourceUuid %s is already taken by another resource".formatted(taken));
    }
    assertThat(bed.admin().query("/user-tags", "resourceUuid=" + zone)).isNotEmpty();
    Answer made =
        bed.admin()
            .call(
                "POST",
                "/zones",
                ZStackClient.json("params", Map.of("name", "z", "resourceUuid", shared.uuid())));
    assertThat(made.error()).startsWith("SYS.1007: ");
  }

  @Test
  void aUuidIsFreeAgainWhenItsResourceIsGone() {
    String uuid = UUID.randomUUID().toString().replace("-", "");
    for (int i = 0; i < 2; i++) {
      bed.admin().post("/zones", Map.of("name", "again", "resourceUuid", uuid));
      bed.admin().delete("/zones/" + uuid);
    }
  }

  @Test
  void whatBecameOfAJobIsToldToItsCallerAndAdministrators() {
    Answer accepted =
        ann.send(
            "POST",
            "/images",
            ZStackClient.json(
                "params",
                Map.of(
                    "name",
                    "mine",
                    "url",
                    files.url("bytes"),
                    "format",
                    "raw",
                    "backupStorageUuids",
                    List.of(shared.uuid()))));
    String job = ZStackClient.jobUuid(accepted);
    assertThat(ann.awaitJob(job).status()).isEqualTo(200);
    assertThat(bed.admin().awaitJob(job).status()).isEqualTo(200);
    for (ZStackClient other : List.of(member, ann.anonymous(), ann.withSession(MISSING))) {
      for (String path : List.of("/api-jobs/", "/zstack/api/result/")) {
        Answer foreign = other.send("GET", path + job);
        Answer unknown = other.send("GET", path + MISSING);
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(unknown.body().replace(MISSING, job));
      }
    }
    assertThat(cancel(member, job)).isEqualTo(cancel(member, MISSING).replace(MISSING, job));
  }

  private static String cancel(ZStackClient caller, String job) {
    return caller.call("PUT", "/api-jobs/" + job + "/actions", "{\"cancelApiJob\":{}}").error();
  }

  @Test
  void whoMadeACallMayAskForItsOutcomeEvenIfItEndedTheSession() {
    account("changing");
    ZStackClient changing = logIn("changing");
    String uuid = bed.admin().query("/accounts", "name=changing").get(0).get("uuid").asString();
    changing
        .call(
            "PUT",
            "/accounts/" + uuid,
            ZStackClient.json(
                "updateAccount",
                Map.of(
                    "password", ZStackClient.sha512("new"),
                    "oldPassword", ZStackClient.sha512("changing"))))
        .ok();
    assertThat(changing.send("GET", "/zones").error()).startsWith("ID.1001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+name", "-name", "+createDate", "-createDate"})
  void theOrderTellsNothingOfForeignRows(String sort) {
    add(ann, shared.uuid(), Map.of("name", "own")).ok();
    String foreign = TestBed.uuid(add(bed.admin(), shared.uuid(), Map.of("name", "m")).ok());
    String query = "/images?sort=" + sort.replace("+", "%2B") + "&after=";
    assertThat(ann.get(query + foreign)).isEqualTo(ann.get(query + MISSING));
    assertThat(ann.get(query + foreign).get("inventories")).isEmpty();
  }

  @Test
  void eventsTellTheJobToThoseWhoMayAskAboutIt() {
    JsonNode own = add(ann, shared.uuid(), Map.of("name", "for events")).ok();
    String image = own.at("/inventory/uuid").asString();
    assertThat(ann.query("/events", "resourceUuid=" + image).get(0).get("jobUuid")).isNotNull();
    for (JsonNode event : ann.query("/events", "resourceType=BackupStorageVO")) {
      assertThat(event.get("jobUuid")).isNull();
    }
    assertThat(ann.query("/events", "resourceType=BackupStorageVO", "jobUuid~=%")).isEmpty();
    assertThat(bed.admin().query("/events", "resourceType=BackupStorageVO", "jobUuid not null"))
        .isNotEmpty();
  }

  @Test
  void filesOfHostsAreForAdministrators() throws Exception {
    Path secret = Files.writeString(sources.resolve("secret"), "secret");
    String refused = add(ann, shared.uuid(), Map.of("url", "file://" + secret)).error();
    assertThat(refused).startsWith("ID.1002: ");
    assertThat(add(ann, shared.uuid(), Map.of("url", "file:///missing")).error())
        .isEqualTo(refused);
    assertThat(add(bed.admin(), shared.uuid(), Map.of("url", "file://" + secret)).error())
        .contains("download.localPath.whitelist");
  }
}
