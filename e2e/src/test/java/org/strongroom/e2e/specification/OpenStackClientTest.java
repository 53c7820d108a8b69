package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestNode;
import org.strongroom.e2e.bed.VolumeAnswer;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.ForeignOva;
import org.strongroom.e2e.material.Programs;
import org.strongroom.e2e.material.Uuids;
import tools.jackson.databind.JsonNode;

/** What users of OpenStack try first, with Debian's own tools. */
class OpenStackClientTest {
  private static final byte[] DISK = new byte[65_536];
  @TempDir static Path directory;
  private static TestBed bed;
  private static OpenStackClient client;
  private static OpenStackCommand openstack;
  private static TestNode node;

  @BeforeAll
  static void start() {
    bed = TestBed.start(directory);
    client = OpenStackClient.admin(bed.server());
    openstack = client.command();
    node = TestNode.register(client, bed.sshd(), "node1");
  }

  @AfterAll
  static void stop() {
    client.close();
    bed.close();
  }

  /** Of curl, qemu-img and nbdcopy, in the order of the documents. */
  @Test
  void theLinesOfOtherProgramsInTheDocumentsDoWhatTheySay() throws Exception {
    Path reader = Files.createDirectory(directory.resolve("reader"));
    byte[] disk = new byte[1 << 20];
    new Random(1).nextBytes(disk);
    Files.write(reader.resolve("disk"), disk);
    bed.configure("image", "download.localPath.whitelist", reader + "/*");
    ZStackClient admin = bed.admin();
    String storage = bed.fileSystem("documented").uuid();
    String volume =
        TestBed.uuid(
            admin.post(
                "/volumes",
                Map.of("name", "disk", "url", "file://" + reader + "/disk", "format", "raw")));
    String snapshot =
        TestBed.uuid(
            admin.act(
                "/volumes/" + volume + "/actions",
                "backupVolume",
                Map.of("backupStorageUuid", storage)));
    String nbd =
        admin
            .send(
                "PUT",
                "/volume-snapshots/" + snapshot + "/actions",
                ZStackClient.json("exportVolumeSnapshot", Map.of()))
            .ok()
            .at("/inventory/nbdUrl")
            .asString();
    String image = Uuids.random();
    admin.send(
        "POST",
        "/images",
        ZStackClient.json(
            "params",
            Map.of(
                "name",
                "first",
                "url",
                "upload://first.qcow2",
                "backupStorageUuids",
                List.of(storage),
                "resourceUuid",
                image)));
    DocumentedLines lines =
        new DocumentedLines()
            .meaning("http://127.0.0.1:8080", admin.url().toString())
            .meaning("http://...", admin.url().toString())
            .meaning("<session>", admin.session())
            .meaning("<uuid>", snapshot)
            .meaning("nbd://127.0.0.1:40123/4Q0c…", nbd)
            .meaning("192.168.0.220", "127.0.0.1")
            .variable("PASSWORD", ServerProcess.PASSWORD)
            .variable("SESSION", admin.session())
            .variable("IMAGE", image)
            .variable("TOKEN", client.token())
            .variable("PROJECT", openstack.json("token", "issue").get("project_id").asString());

    Map<String, String> printed = new LinkedHashMap<>();
    DocumentedLines.of("curl", "qemu-img", "nbdcopy")
        .forEach(line -> printed.put(line, lines.type(line, reader)));

    assertThat(printed).hasSize(10);
    assertThat(printed)
        .hasValueSatisfying(new Condition<>(said -> said.contains("\"inventory\""), "a log-in"))
        .hasValueSatisfying(new Condition<>(said -> said.contains("Connected"), "storages"))
        .hasValueSatisfying(new Condition<>(said -> said.contains("badRequest"), "a bad password"));
    assertThat(reader.resolve("copy.qcow2")).satisfies(sameBytes(reader.resolve("first.qcow2")));
    assertThat(reader.resolve("disk1.raw")).satisfies(sameBytes(reader.resolve("disk")));
    Programs.run(
        "qemu-img",
        "compare",
        reader.resolve("disk1.qcow2").toString(),
        reader.resolve("disk").toString());
    assertThat(reader.resolve("overlay.qcow2")).exists();
  }

  @Test
  void issuesATokenForItsProject() {
    JsonNode token = openstack.json("token", "issue");

    assertThat(token.get("id").asString()).isNotEmpty();
    assertThat(token.get("expires").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*[Z0]");
    assertThat(token.get("project_id").asString()).matches("[0-9a-f]{32}");
    assertThat(token.get("user_id").asString()).matches("[0-9a-f]{32}");
  }

  @Test
  void refusesAWrongPassword() {
    Programs.Ended ended = openstack.run("token", "issue", "--os-password", "wrong");

    assertThat(ended.code()).isNotZero();
    assertThat(ended.err())
        .contains("The request you have made requires authentication.")
        .contains("HTTP 401");
  }

  @Test
  void listsTheCatalog() {
    JsonNode services = openstack.json("catalog", "list");

    assertThat(texts(services, "Type")).contains("identity", "volumev3", "block-storage");
    String project = openstack.json("token", "issue").get("project_id").asString();
    for (JsonNode service : services) {
      if (service.get("Type").asString().equals("volumev3")) {
        assertThat(texts(service.get("Endpoints"), "interface"))
            .containsExactlyInAnyOrder("public", "internal", "admin");
        assertThat(texts(service.get("Endpoints"), "url"))
            .containsOnly(bed.server().url() + "/v3/" + project);
        assertThat(texts(service.get("Endpoints"), "region")).containsOnly("RegionOne");
      }
    }
  }

  @Test
  void aSessionLogsInAgainWhenItsTokenIsGone() {
    PowerVcClient admin = PowerVcClient.admin(bed.server());
    String token = client.token();
    admin.withToken(token).revoke();

    assertThat(client.call("GET", "/backup-nodes").status()).isEqualTo(200);
    assertThat(client.token()).isNotEqualTo(token);
  }

  @Test
  void listsNodesAsServices() {
    JsonNode services = openstack.json("volume", "service", "list");

    JsonNode service =
        rows(services).stream()
            .filter(row -> row.get("Binary").asString().equals("cinder-backup"))
            .findFirst()
            .orElseThrow();
    assertThat(service.get("Host").asString()).contains(Programs.run("hostname", "-s").strip());
    assertThat(service.get("Status").asString()).isEqualTo("enabled");
    assertThat(service.get("State").asString()).isEqualTo("up");
  }

  @Test
  void listsShowsAndDeletesImageBackupsAsVolumeBackups() {
    ForeignOva.of(DISK).pack(node.storage().local().resolve("by hand.ova"));
    client.call("PUT", node.path() + "/discover").answered(200);

    JsonNode backups = openstack.json("volume", "backup", "list");

    assertThat(backups).hasSize(1);
    String id = backups.get(0).get("ID").asString();
    assertThat(backups.get(0).get("Status").asString()).isEqualTo("available");
    JsonNode shown = openstack.json("volume", "backup", "show", id);
    assertThat(shown.get("id").asString()).isEqualTo(id);
    assertThat(shown.get("status").asString()).isEqualTo("available");

    assertThat(openstack.run("volume", "backup", "delete", id).code()).isZero();

    await()
        .atMost(Duration.ofMinutes(1)) // the command alone takes seconds
        .untilAsserted(() -> assertThat(openstack.json("volume", "backup", "list")).isEmpty());
    assertThat(node.storage().files()).isEmpty();
  }

  @Test
  void theSdkFindsTheNodesThroughItsBlockStorageProxy() {
    VolumeAnswer answer = client.sdkGet("/backup-nodes");

    assertThat(answer.answered(200).get("backup_nodes")).hasSize(1);
  }

  @Test
  void microversionsAreDiscovered() {
    JsonNode found = client.microversions();

    assertThat(found.get("min").asString()).isEqualTo("3.0");
    assertThat(found.get("max").asString()).matches("3\\.\\d+");
    VolumeAnswer latest = client.callWithMicroversion("GET", "/backup-nodes", "latest");
    assertThat(latest.status()).isEqualTo(200);
    assertThat(latest.header("OpenStack-API-Version"))
        .isEqualTo("volume " + found.get("max").asString());
    VolumeAnswer plain = client.call("GET", "/backup-nodes");
    assertThat(plain.header("OpenStack-API-Version")).isEqualTo("volume 3.0");
    assertThat(plain.header("Vary")).contains("OpenStack-API-Version");
    assertThat(plain.header("X-Openstack-Request-Id")).matches("req-[0-9a-f-]{36}");
    assertThat(plain.header("X-Compute-Request-Id"))
        .isEqualTo(plain.header("X-Openstack-Request-Id"));
  }

  private static List<String> texts(JsonNode rows, String column) {
    return rows(rows).stream().map(row -> row.get(column).asString()).toList();
  }

  private static List<JsonNode> rows(JsonNode rows) {
    return StreamSupport.stream(rows.spliterator(), false).toList();
  }
}
