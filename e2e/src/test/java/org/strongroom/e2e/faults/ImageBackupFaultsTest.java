package org.strongroom.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.ImageBackups;
import org.strongroom.e2e.bed.Invariants;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestNode;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.e2e.material.Ova;
import org.strongroom.e2e.material.Programs;
import tools.jackson.databind.JsonNode;

/** Exports that are cut off in their middle. */
class ImageBackupFaultsTest {
  @TempDir Path directory;
  private TestBed bed;
  private FileServer files;
  private TestNode node;
  private TestStorage local;
  private ImageBackups backups;
  private String image;

  /** A large disk with little in it: fast to add, and long to write as raw. */
  @BeforeEach
  void start() {
    bed = TestBed.start(directory);
    files = new FileServer(directory);
    PowerVcClient admin = PowerVcClient.admin(bed.server());
    node = TestNode.register(admin, bed.sshd(), "node1").withUuid(bed.admin());
    local = bed.fileSystem("local");
    backups = new ImageBackups(admin, bed.admin());
    Path qcow2 = directory.resolve("large.qcow2");
    Programs.run("qemu-img", "create", "-q", "-f", "qcow2", qcow2.toString(), "200M");
    image =
        TestBed.uuid(
            bed.admin()
                .post(
                    "/images",
                    Map.of(
                        "name", "large",
                        "url", files.url("large.qcow2"),
                        "backupStorageUuids", List.of(local.uuid()))));
  }

  @AfterEach
  void stop() {
    files.close();
    bed.close();
  }

  @Test
  void aCancelledExportLeavesNothing() {
    String id = backups.beginExport("cancelled", image, node);
    awaitSomeBytes();
    String task = bed.admin().show("/image-backups", id).get("taskUuid").asString();

    bed.admin().act("/api-jobs/" + task + "/actions", "cancelApiJob", Map.of());

    JsonNode backup = backups.awaitStatus(id, "error");
    assertThat(backup.get("failReason").asString()).contains("cancel");
    assertQuietAndEmpty();
    backups.delete(id);
    assertThat(bed.admin().query("/image-backups")).isEmpty();
  }

  @Test
  void aNodeThatGoesAwayFailsTheExportWithItsReason() {
    String id = backups.beginExport("cut off", image, node);
    awaitSomeBytes();
    bed.sshd().stop();
    try {
      assertThat(backups.show(id).get("status").asString()).isEqualTo("exporting");
    } finally {
      bed.sshd().restart();
    }
    JsonNode backup =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> bed.admin().show("/image-backups", id),
                row -> !row.get("status").asString().equals("exporting"));
    if (backup.get("status").asString().equals("error")) {
      assertThat(backup.get("failReason").asString()).isNotEmpty();
      assertQuietAndEmpty();
    } else {
      assertThat(backup.get("status").asString()).isEqualTo("available");
    }
  }

  @Test
  void aKilledServerLeavesNothingStuck() {
    String id = backups.beginExport("killed", image, node);
    awaitSomeBytes();

    bed.server().kill();
    bed.server().startAgain();
    bed.reconnectClients();
    Invariants invariants = new Invariants(bed.server());
    invariants.awaitQuiet();

    invariants.check(bed.admin(), List.of(node.storage(), local));
    JsonNode backup = bed.admin().show("/image-backups", id);
    if (backup.get("status").asString().equals("available")) {
      Path ova = node.storage().local().resolve(backup.get("path").asString());
      assertThat(new Ova(ova).source()).contains("killed");
      assertThat(backup.get("sha256").asString()).isEqualTo(digest(ova));
    } else {
      assertThat(backup.get("failReason").asString()).isNotEmpty();
      assertThat(node.storage().files()).isEmpty();
    }
  }

  private static String digest(Path file) {
    return Programs.run("openssl", "dgst", "-sha256", "-r", file.toString()).split(" ")[0];
  }

  private void assertQuietAndEmpty() {
    Invariants invariants = new Invariants(bed.server());
    invariants.awaitQuiet();
    invariants.check(bed.admin(), List.of(node.storage(), local));
    assertThat(node.storage().contents()).isEmpty();
  }

  private void awaitSomeBytes() {
    await("bytes on the node")
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> bytesOnNode() > 1 << 20);
  }

  private long bytesOnNode() {
    try (Stream<Path> all = Files.walk(node.storage().local())) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
