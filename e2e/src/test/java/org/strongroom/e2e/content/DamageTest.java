package org.strongroom.e2e.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.Cli;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.testing.BootSector;
import tools.jackson.databind.JsonNode;

/**
 * Damage on storages, as administrators meet it: found, told, repaired, over kills of the server.
 */
class DamageTest {
  private static final byte[] RAW = new byte[400_000];

  @TempDir static Path directory;
  private static TestBed bed;
  private static FileServer files;
  private static TestStorage sftp;
  private static TestStorage local;

  @BeforeAll
  static void start() throws Exception {
    new Random(6).nextBytes(RAW);
    BootSector.mark(RAW);
    bed = TestBed.start(directory);
    Files.write(Files.createDirectories(directory.resolve("files")).resolve("disk.raw"), RAW);
    files = new FileServer(directory.resolve("files"));
    sftp = bed.sftp("sftp");
    local = bed.fileSystem("local");
  }

  @AfterAll
  static void stop() {
    files.close();
    bed.close();
  }

  private static String add(String name) {
    return TestBed.uuid(
        bed.admin()
            .post(
                "/images",
                Map.of(
                    "name",
                    name,
                    "url",
                    files.url("disk.raw"),
                    "backupStorageUuids",
                    List.of(sftp.uuid(), local.uuid()))));
  }

  private static JsonNode copy(String image, TestStorage storage) {
    for (JsonNode copy : bed.admin().show("/images", image).get("backupStorageRefs")) {
      if (copy.get("backupStorageUuid").asString().equals(storage.uuid())) {
        return copy;
      }
    }
    throw new AssertionError("no copy on " + storage);
  }

  private static void flip(String image, TestStorage storage) throws Exception {
    Path file = storage.file(copy(image, storage).get("installPath").asString());
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(RAW.length / 2);
      int old = bytes.read();
      bytes.seek(RAW.length / 2);
      bytes.write(old ^ 1);
    }
  }

  private static String metrics() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(bed.server().url() + "/metrics")).build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void isFoundToldAndRepaired() throws Exception {
    String image = add("one");
    flip(image, sftp);
    JsonNode verified =
        bed.admin()
            .act("/backup-storage/" + sftp.uuid() + "/actions", "verifyBackupStorage", Map.of());
    assertThat(verified.get("damaged").asInt()).isEqualTo(1);
    assertThat(copy(image, sftp).get("status").asString()).isEqualTo("Damaged");
    assertThat(copy(image, sftp).get("damage").asString()).contains("expected SHA-256");
    assertThat(bed.admin().query("/images", "backupStorageRef.status=Damaged")).hasSize(1);
    assertThat(metrics()).contains("strongroom_damaged_copies 1.0");
    assertThat(HttpDownload.of(bed.admin(), "/images/" + image + "/file").body()).isEqualTo(RAW);
    bed.admin().act("/images/" + image + "/actions", "repairImage", Map.of());
    assertThat(copy(image, sftp).get("status").asString()).isEqualTo("Ready");
    String only = "/images/" + image + "/file?backupStorageUuid=" + sftp.uuid();
    assertThat(HttpDownload.of(bed.admin(), only).body()).isEqualTo(RAW);
    assertThat(metrics()).contains("strongroom_damaged_copies 0.0");
  }

  @Test
  void aVerificationAndARepairGoOnAfterKills() throws Exception {
    String image = add("killed");
    flip(image, local);
    bed.configure("image", "verify.bandwidth", "100K");
    String verify = begin("/backup-storage/" + local.uuid(), "verifyBackupStorage");
    Awaitility.await()
        .until(() -> !bed.admin().query("/longjobs", "uuid=" + verify, "state=Running").isEmpty());
    bed.server().kill();
    bed.server().startAgain();
    bed.reconnectClients();
    bed.configure("image", "verify.bandwidth", "0");
    ZStackClient.Answer verified = bed.admin().awaitJob(verify);
    assertThat(verified.status()).as(verified.body()).isEqualTo(200);
    assertThat(copy(image, local).get("status").asString()).isEqualTo("Damaged");
    String repair = begin("/images/" + image, "repairImage");
    bed.server().kill();
    bed.server().startAgain();
    bed.reconnectClients();
    ZStackClient.Answer repaired = bed.admin().awaitJob(repair);
    assertThat(repaired.status()).as(repaired.body()).isEqualTo(200);
    assertThat(copy(image, local).get("status").asString()).isEqualTo("Ready");
    assertThat(local.files()).noneMatch(file -> file.endsWith(".part"));
  }

  private static String begin(String resource, String action) {
    ZStackClient.Answer accepted =
        bed.admin().send("PUT", resource + "/actions", ZStackClient.json(action, Map.of()));
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    return ZStackClient.jobUuid(accepted);
  }

  @Test
  void maintenanceIsSetByTheToolAndReadThrough() throws Exception {
    String image = add("maintained");
    Cli cli = bed.loggedInCli();
    assertThat(cli.line("backup-storage drain " + local.uuid()).ok()).isNotNull();
    assertThat(bed.admin().query("/backup-storage", "state=Disabled")).hasSize(1);
    assertThat(bed.admin().query("/backup-storage", "maintenance=Draining")).hasSize(1);
    String only = "/images/" + image + "/file?backupStorageUuid=" + local.uuid();
    assertThat(HttpDownload.of(bed.admin(), only).body()).isEqualTo(RAW);
    JsonNode drain = bed.admin().get("/backup-storage/" + local.uuid() + "/drain");
    assertThat(drain.get("onlyCopies").asInt()).isZero();
    assertThat(drain.get("drained").asBoolean()).isTrue();
    assertThat(cli.line("backup-storage enable " + local.uuid()).ok()).isNotNull();
    assertThat(bed.admin().query("/backup-storage", "state=Enabled")).isNotEmpty();
  }
}
