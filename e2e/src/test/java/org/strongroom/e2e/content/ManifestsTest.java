package org.strongroom.e2e.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What lies beside an image tells all that the catalog has of it, and follows every change. */
class ManifestsTest {
  private static final String PASSWORD = "owner-Secret1";
  private static final String BOOT_MODE = "bootMode::UEFI";

  @TempDir Path directory;
  @TempDir Path elsewhere;
  @TempDir Path sources;
  private FileServer files;
  private TestBed bed;
  private TestStorage storage;

  @BeforeEach
  void start() {
    DiskImages.qcow2(sources, "disk.qcow2", 1);
    files = new FileServer(sources);
    bed = TestBed.start(directory);
    bed.configure("backupStorage", "ping.interval", "1");
    storage = bed.fileSystem("vault");
  }

  @AfterEach
  void stop() {
    bed.close();
    files.close();
  }

  private String image(ZStackClient client, String name) {
    return TestBed.uuid(
        client.post(
            "/images",
            Map.of(
                "name",
                name,
                "url",
                files.url("disk.qcow2"),
                "systemTags",
                List.of(BOOT_MODE),
                "backupStorageUuids",
                List.of(storage.uuid()))));
  }

  private ZStackClient account(ZStackClient admin, String name) {
    admin.post("/accounts", Map.of("name", name, "password", ZStackClient.sha512(PASSWORD)));
    return ZStackClient.logIn(admin.url(), name, PASSWORD);
  }

  private static void tag(ZStackClient client, String image, String text) {
    client.post(
        "/user-tags", Map.of("resourceType", "ImageVO", "resourceUuid", image, "tag", text));
  }

  private JsonNode manifest(String image) {
    return storage.files().stream()
        .filter(file -> file.contains(image) && file.endsWith(".manifest.json"))
        .findFirst()
        .map(file -> read(storage.local().resolve(file)))
        .orElseThrow();
  }

  private static JsonNode read(Path file) {
    try {
      return JsonMapper.shared().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  private void awaitTags(String image, String... tags) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(texts(manifest(image).get("userTags"))).containsExactly(tags));
  }

  private void awaitStatus(String status) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            bed.admin()
                .show("/backup-storage", storage.uuid())
                .get("status")
                .asString()
                .equals(status));
  }

  @Test
  void everyChangeReachesTheManifestAndAnEmptyCatalogGetsItAllBack() throws IOException {
    ZStackClient owner = account(bed.admin(), "tenant");
    String image = image(owner, "disk");
    assertThat(texts(manifest(image).get("systemTags"))).containsExactly(BOOT_MODE);
    tag(owner, image, "prod");
    tag(owner, image, "to \"keep\" ☃");
    owner.act(
        "/images/" + image + "/actions",
        "updateImage",
        Map.of("name", "renamed", "description", "as of today", "platform", "Windows"));
    owner.act("/images/" + image + "/actions", "changeImageState", Map.of("stateEvent", "disable"));
    awaitTags(image, "prod", "to \"keep\" ☃");
    await().until(() -> manifest(image).get("state").asString().equals("Disabled"));
    new Invariants(bed.server()).check(bed.admin(), List.of(storage));
    bed.server().stop();

    try (TestBed fresh = TestBed.start(elsewhere, Map.of())) {
      account(fresh.admin(), "tenant");
      fresh
          .admin()
          .post(
              "/backup-storage/filesystem",
              Map.of(
                  "name", "again", "url", storage.url(), "importImages", true, "takeOver", true));

      ZStackClient tenant = ZStackClient.logIn(fresh.server().url(), "tenant", PASSWORD);
      JsonNode back = tenant.show("/images", image);
      assertThat(back.get("name").asString()).isEqualTo("renamed");
      assertThat(back.get("description").asString()).isEqualTo("as of today");
      assertThat(back.get("platform").asString()).isEqualTo("Windows");
      assertThat(back.get("state").asString()).isEqualTo("Disabled");
      assertThat(texts(back.get("systemTags"))).containsExactly(BOOT_MODE);
      assertThat(tenant.query("/user-tags", "resourceUuid=" + image))
          .extracting(tag -> tag.get("tag").asString())
          .containsExactlyInAnyOrder("prod", "to \"keep\" ☃");
    }
  }

  @Test
  void aChangeIsWrittenOnceTheStorageIsBackEvenAfterAKill() throws IOException {
    String image = image(bed.admin(), "disk");
    Path marker = storage.local().resolve(TestStorage.MARKER);
    Path hidden = directory.resolve("hidden");
    Files.move(marker, hidden);
    awaitStatus("Disconnected");
    tag(bed.admin(), image, "made while it was away");
    bed.server().kill();
    bed.server().startAgain();
    bed.reconnectClients();

    Files.move(hidden, marker);
    awaitStatus("Connected");

    awaitTags(image, "made while it was away");
    bed.admin().delete("/images/" + image);
    assertThat(bed.admin().show("/images", image).get("status").asString()).isEqualTo("Deleted");
  }

  @Test
  void tagsThatNobodyCouldHaveMadeAreLeftOut() throws IOException {
    String image = image(bed.admin(), "disk");
    Path file =
        storage
            .local()
            .resolve(
                storage.files().stream()
                    .filter(f -> f.endsWith(".manifest.json"))
                    .findFirst()
                    .get());
    bed.server().stop();
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst(
                "\"userTags\" : \\[ *\\]",
                "\"userTags\" : [ \"good\", \"\", \"good\", null, \"%s\" ]"
                    .formatted("x".repeat(3000)))
            .replaceFirst(BOOT_MODE, "no::such::form"));

    try (TestBed fresh = TestBed.start(elsewhere, Map.of())) {
      fresh
          .admin()
          .post(
              "/backup-storage/filesystem",
              Map.of(
                  "name", "again", "url", storage.url(), "importImages", true, "takeOver", true));

      assertThat(fresh.admin().show("/images", image).get("systemTags")).isEmpty();
      assertThat(fresh.admin().query("/user-tags", "resourceUuid=" + image))
          .extracting(tag -> tag.get("tag").asString())
          .containsExactly("good");
    }
  }
}
