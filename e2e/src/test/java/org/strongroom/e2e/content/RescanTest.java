package org.strongroom.e2e.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.e2e.material.ForeignOva;
import org.strongroom.e2e.material.Uuids;
import tools.jackson.databind.JsonNode;

/** What lies on a storage and what the catalog has are brought together, and nothing goes. */
class RescanTest {
  @TempDir static Path directory;
  @TempDir static Path sources;
  private static FileServer files;
  private static TestBed bed;

  @BeforeAll
  static void start() {
    DiskImages.qcow2(sources, "disk.qcow2", 1);
    files = new FileServer(sources);
    bed = TestBed.start(directory);
  }

  @AfterAll
  static void stop() {
    bed.close();
    files.close();
  }

  private static String image(String name, TestStorage... storages) {
    String uuid = Uuids.random();
    image(uuid, name, storages);
    return uuid;
  }

  private static void image(String uuid, String name, TestStorage... storages) {
    bed.admin()
        .post(
            "/images",
            Map.of(
                "resourceUuid",
                uuid,
                "name",
                name,
                "url",
                files.url("disk.qcow2"),
                "backupStorageUuids",
                List.of(storages).stream().map(TestStorage::uuid).toList()));
  }

  private static JsonNode rescan(TestStorage storage, Map<String, ?> parameters) {
    return bed.admin()
        .act("/backup-storage/" + storage.uuid() + "/actions", "rescanBackupStorage", parameters);
  }

  private static JsonNode act(TestStorage storage, String action) {
    return bed.admin().act("/backup-storage/" + storage.uuid() + "/actions", action, Map.of());
  }

  private static Path directoryOf(TestStorage storage, String image) {
    return storage.contents().stream()
        .filter(path -> path.endsWith("/" + image))
        .map(storage.local()::resolve)
        .findFirst()
        .orElseThrow();
  }

  private static void old(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }

  /** Images of a storage that this catalog forgets and adds anew. */
  private static TestStorage orphaned(TestStorage storage) {
    act(storage, "forgetBackupStorage");
    JsonNode again =
        bed.admin()
            .post("/backup-storage/filesystem", Map.of("name", "again", "url", storage.url()));
    return new TestStorage(TestBed.uuid(again), storage.url(), storage.local());
  }

  /** It lies in a directory of another name than its uuid. */
  @Test
  void anImageWhoseUuidWasThereBeforeIsKnownAndComesBack() {
    TestStorage storage = bed.fileSystem("again");
    String uuid = image("first", storage);
    bed.admin().delete("/images/" + uuid);
    bed.admin().act("/images/" + uuid + "/actions", "expungeImage", Map.of());
    image(uuid, "second", storage);

    JsonNode known = rescan(storage, Map.of());
    assertThat(known.at("/unknown/count").asLong()).as("%s", known).isZero();
    assertThat(known.at("/missing/count").asLong()).isZero();

    JsonNode back = rescan(orphaned(storage), Map.of());
    assertThat(back.at("/adopted/first/0/resourceUuid").asString()).isEqualTo(uuid);
    assertThat(back.at("/unknown/count").asLong()).as("%s", back).isZero();
  }

  @Test
  void takesInWhatIsWholeAndTellsOfAllElse() throws IOException {
    TestStorage storage = bed.fileSystem("scanned");
    String whole = image("whole", storage);
    String cut = image("cut", storage);
    String spoiled = image("spoiled", storage);
    storage = orphaned(storage);
    String known = image("known", storage);
    Path cutFile = directoryOf(storage, cut).resolve("cut.template");
    Files.write(cutFile, new byte[100]);
    Path spoiledFile = directoryOf(storage, spoiled).resolve("spoiled.template");
    byte[] bytes = Files.readAllBytes(spoiledFile);
    bytes[bytes.length - 1] ^= 1;
    Files.write(spoiledFile, bytes);
    Files.delete(directoryOf(storage, known).resolve("known.template"));
    Files.writeString(storage.local().resolve("diary\u001b[2J.txt"), "dear diary");
    Path part = storage.local().resolve("." + "a".repeat(32) + ".part");
    old(Files.writeString(part, "half"));
    List<String> before = storage.files();

    JsonNode dry = rescan(storage, Map.of("dryRun", true, "verify", true));

    assertThat(dry.at("/adopted/count").asLong()).isEqualTo(1);
    assertThat(dry.at("/adopted/first/0/resourceUuid").asString()).isEqualTo(whole);
    assertThat(dry.at("/missing/count").asLong()).isEqualTo(1);
    assertThat(dry.at("/missing/first/0/resourceUuid").asString()).isEqualTo(known);
    assertThat(dry.at("/leftovers/count").asLong()).isEqualTo(1);
    assertThat(dry.at("/unknown/first").toString())
        .contains("cut.template", "100 of the", "spoiled.template", "not those", "diary")
        .doesNotContain("\\u001b");
    assertThat(bed.admin().get("/images/" + whole).get("inventories")).isEmpty();
    assertThat(bed.admin().show("/images", known).get("status").asString()).isEqualTo("Ready");

    JsonNode wet = rescan(storage, Map.of("verify", true));

    assertThat(wet.get("adopted")).isEqualTo(dry.get("adopted"));
    assertThat(wet.get("unknown")).isEqualTo(dry.get("unknown"));
    assertThat(bed.admin().show("/images", whole).get("status").asString()).isEqualTo("Ready");
    assertThat(bed.admin().show("/images", known).get("status").asString()).isEqualTo("Damaged");
    assertThat(HttpDownload.of(bed.admin(), "/images/" + whole + "/file").status()).isEqualTo(200);
    assertThat(storage.files()).isEqualTo(before);
    JsonNode again = rescan(storage, Map.of());
    assertThat(again.at("/adopted/count").asLong()).as("without verify").isEqualTo(1);
    assertThat(rescan(storage, Map.of()).at("/adopted/count").asLong()).isZero();
  }

  @Test
  void forgettingLeavesTheBytesAndTellsWhatIsNotKnownAnyMore() {
    TestStorage storage = bed.fileSystem("forgotten");
    TestStorage other = bed.fileSystem("other");
    String lone = image("lone", storage);
    String shared = image("shared", storage, other);
    List<String> before = storage.files();

    JsonNode preview = bed.admin().get("/deletion-previews/" + storage.uuid());
    JsonNode forgotten = act(storage, "forgetBackupStorage");

    assertThat(preview.get("copies").asLong()).isEqualTo(2);
    assertThat(preview.get("onlyCopies").asLong()).isEqualTo(1);
    assertThat(preview.at("/images/0/uuid").asString()).isEqualTo(lone);
    assertThat(preview.get("bytesStay").asBoolean()).isFalse();
    assertThat(forgotten.get("onlyCopies").asLong()).isEqualTo(1);
    assertThat(forgotten.at("/images/0/name").asString()).isEqualTo("lone");
    assertThat(forgotten.get("markerWritten").asBoolean()).isTrue();
    assertThat(storage.files()).isEqualTo(before);
    assertThat(bed.admin().get("/images/" + lone).get("inventories")).isEmpty();
    assertThat(bed.admin().show("/images", shared).get("backupStorageRefs")).hasSize(1);
  }

  @Test
  void ordinaryAccountsNeitherLookNorForgetNorPreview() {
    TestStorage storage = bed.fileSystem("not theirs");
    bed.admin()
        .post("/accounts", Map.of("name", "nosy", "password", ZStackClient.sha512("nosy-Secret1")));
    ZStackClient nosy = ZStackClient.logIn(bed.server().url(), "nosy", "nosy-Secret1");
    for (String action : List.of("rescanBackupStorage", "forgetBackupStorage")) {
      assertThat(
              nosy.call(
                      "PUT",
                      "/backup-storage/" + storage.uuid() + "/actions",
                      ZStackClient.json(action, Map.of()))
                  .error())
          .contains("ID.1002");
    }
    assertThat(nosy.send("GET", "/deletion-previews/" + storage.uuid()).body()).contains("ID.1002");
    assertThat(
            bed.admin().send("GET", "/deletion-previews/0123456789ab4cde8f0123456789abcd").body())
        .contains("SYS.1003");
  }

  @Test
  void whereNothingIsEverRemovedADeletedStorageKeepsItsBytes() throws IOException {
    bed.configure("image", "deletionPolicy", "Never");
    try {
      TestStorage storage = bed.fileSystem("kept");
      String image = image("kept", storage);
      List<String> before = storage.files();

      assertThat(
              bed.admin().get("/deletion-previews/" + storage.uuid()).get("bytesStay").asBoolean())
          .isTrue();
      bed.admin().delete("/backup-storage/" + storage.uuid());

      assertThat(storage.files()).isEqualTo(before);
      assertThat(storage.local().resolve(TestStorage.MARKER)).content().contains("forgotten");
      assertThat(bed.admin().get("/images/" + image).get("inventories")).isEmpty();
    } finally {
      bed.configure("image", "deletionPolicy", "Delay");
    }
  }

  @Test
  void ovasOfANodeAreTakenInAndItIsNotForgottenAsAPlainStorage() throws IOException {
    Map<String, Object> request = new java.util.HashMap<>();
    request.put("accessIp", bed.sshd().host());
    request.put("sshPort", bed.sshd().port());
    request.put("userId", bed.sshd().shellAccount().username());
    request.put("password", bed.sshd().shellAccount().password());
    request.put("displayName", "node");
    String node = TestBed.uuid(bed.admin().post("/backup-nodes", request));
    Path home = bed.sshd().shellAccount().localHome().resolve("strongroom");
    TestStorage storage = new TestStorage(node, home.toString(), home);
    ForeignOva.of(new byte[65_536]).pack(home.resolve("found.ova"));
    Files.writeString(home.resolve("broken.ova"), "no archive");

    assertThat(rescan(storage, Map.of("dryRun", true)).at("/adopted/count").asLong()).isEqualTo(1);
    assertThat(bed.admin().query("/image-backups")).isEmpty();
    JsonNode wet = rescan(storage, Map.of());

    assertThat(wet.at("/adopted/first/0/path").asString()).isEqualTo("found.ova");
    assertThat(wet.at("/unknown/first/0/path").asString()).isEqualTo("broken.ova");
    assertThat(bed.admin().query("/image-backups")).hasSize(1);
    assertThat(
            bed.admin()
                .call(
                    "PUT",
                    "/backup-storage/" + node + "/actions",
                    ZStackClient.json("forgetBackupStorage", Map.of()))
                .error())
        .contains("DeregisterBackupNode");
  }
}
