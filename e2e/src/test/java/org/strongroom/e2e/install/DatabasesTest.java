package org.strongroom.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.CatalogRows;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.testing.EmbeddedPostgresDatabase;
import tools.jackson.databind.JsonNode;

/** A pass of the main flows, once with the embedded database and once with PostgreSQL. */
class DatabasesTest {
  /** Tables of which the first start fills some rows. */
  private static final List<String> FIRST_START =
      List.of("account", "project", "role_assignment", "global_config");

  @TempDir Path directory;
  @TempDir Path sources;

  @Test
  void sqlite() {
    try (TestBed bed = TestBed.start(directory)) {
      pass(bed);
      assertNothingLeft(CatalogRows.of(bed.server()));
    }
  }

  @Test
  void postgresql() {
    try (EmbeddedPostgresDatabase database = EmbeddedPostgresDatabase.create();
        TestBed bed = TestBed.start(directory, ServerProcess.over(database))) {
      pass(bed);
      assertNothingLeft(CatalogRows.of(database.url(), database.user(), database.password()));
    }
  }

  private void pass(TestBed bed) {
    bed.configure("backupStorage", "ping.interval", "1");
    String zone = bed.zone("zone1");
    TestStorage sftp = bed.sftp("sftp");
    TestStorage local = bed.fileSystem("local");
    bed.admin().done("POST", "/zones/" + zone + "/backup-storage/" + sftp.uuid(), "");
    bed.admin()
        .post(
            "/user-tags",
            Map.of("resourceType", "BackupStorageVO", "resourceUuid", sftp.uuid(), "tag", "lab1"));
    Path disk = DiskImages.qcow2(sources, "disk.qcow2", 2);
    String image = addImage(bed, List.of(sftp.uuid(), local.uuid()));

    assertFound(bed, sftp);
    assertThat(HttpDownload.of(bed.admin(), "/images/" + image + "/file").body())
        .satisfies(
            bytes -> assertThat(DiskImages.sha256(bytes)).isEqualTo(DiskImages.sha256(disk)));

    bed.server().kill();
    bed.server().startAgain();
    bed.reconnectClients();
    awaitStatus(bed, sftp, "Connected");
    assertFound(bed, sftp);
    bed.sshd().stop();
    awaitStatus(bed, sftp, "Disconnected");
    bed.sshd().restart();
    awaitStatus(bed, sftp, "Connected");

    bed.configure("image", "deletionPolicy", "Direct");
    bed.admin().delete("/images/" + image + "?backupStorageUuids=" + sftp.uuid());
    assertThat(sftp.files()).isEmpty();
    bed.admin().delete("/backup-storage/" + sftp.uuid());
    bed.admin().delete("/backup-storage/" + local.uuid());
    assertThat(bed.admin().query("/images")).isEmpty();
    assertThat(local.files()).isEmpty();
    bed.admin().delete("/zones/" + zone);
  }

  private String addImage(TestBed bed, List<String> storages) {
    try (FileServer files = new FileServer(sources)) {
      return TestBed.uuid(
          bed.admin()
              .post(
                  "/images",
                  Map.of(
                      "name",
                      "disk",
                      "url",
                      files.url("disk.qcow2"),
                      "platform",
                      "Linux",
                      "backupStorageUuids",
                      storages)));
    }
  }

  private static void assertFound(TestBed bed, TestStorage sftp) {
    JsonNode found =
        bed.admin()
            .query(
                "/backup-storage/sftp",
                "image.platform=linux",
                "zone.name=ZONE1",
                "__userTag__=lab1",
                "name~=s%",
                "totalCapacity>0");
    assertThat(found).extracting(row -> row.get("uuid").asString()).containsExactly(sftp.uuid());
    assertThat(bed.admin().query("/backup-storage/sftp", "image.platform=Windows")).isEmpty();
  }

  private static void awaitStatus(TestBed bed, TestStorage storage, String status) {
    await(status)
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            bed.admin()
                .show("/backup-storage", storage.uuid())
                .get("status")
                .asString()
                .equals(status));
  }

  private static void assertNothingLeft(Map<String, Long> rows) {
    assertThat(rows)
        .containsEntry("account", 1L)
        .containsEntry("project", 1L)
        .containsEntry("role_assignment", 1L)
        .containsEntry("global_config WHERE value <> default_value", 2L);
    rows.forEach((table, count) -> {
      if (FIRST_START.stream().noneMatch(table::startsWith)) {
        assertThat(count).as(table).isZero();
      }
    });
  }
}
