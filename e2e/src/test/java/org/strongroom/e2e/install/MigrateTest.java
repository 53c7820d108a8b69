package org.strongroom.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.MadeImage;
import org.strongroom.e2e.material.PacedSource;
import org.strongroom.e2e.material.Programs;
import org.strongroom.testing.EmbeddedPostgresDatabase;

/** A server that began with the embedded database goes on with PostgreSQL. */
class MigrateTest {
  private static final MadeImage IMAGE = new MadeImage(6, 3 << 20);

  @TempDir Path directory;
  private final EmbeddedPostgresDatabase database = EmbeddedPostgresDatabase.create();
  private final PacedSource source = new PacedSource();
  private TestBed bed;

  @BeforeEach
  void start() {
    bed = TestBed.start(directory);
  }

  @AfterEach
  void stop() {
    bed.close();
    source.close();
    database.close();
  }

  private Map<String, String> postgres() {
    return ServerProcess.over(database);
  }

  private Programs.Ended migrate(Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(ServerProcess.migration());
    builder.directory(directory.toFile());
    builder.environment().putAll(environment);
    return Programs.run(builder, "");
  }

  @Test
  void everythingIsThereAfterTheMove() {
    TestStorage sftp = bed.sftp("sftp");
    String image =
        TestBed.uuid(
            bed.admin()
                .post(
                    "/images",
                    Map.of(
                        "name",
                        "image",
                        "url",
                        source.url(IMAGE),
                        "backupStorageUuids",
                        List.of(sftp.uuid()))));

    Programs.Ended running = migrate(postgres());
    assertThat(running.code()).as(running.err()).isEqualTo(2);
    assertThat(running.err()).contains("another server uses the data directory");
    bed.server().stop();
    Programs.Ended nowhere = migrate(Map.of());
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("database.url has to name the PostgreSQL database");

    Programs.Ended moved = migrate(postgres());
    assertThat(moved.code()).as(moved.err()).isZero();
    assertThat(moved.out()).contains("image: 1 rows", "Moved ", "key.json");

    try (ServerProcess server = new ServerProcess(directory, postgres())) {
      ZStackClient admin = ZStackClient.admin(server);
      assertThat(admin.show("/images", image).get("status").asString()).isEqualTo("Ready");
      HttpDownload download = HttpDownload.of(admin, "/images/" + image + "/file");
      assertThat(DiskImages.sha256(download.body())).isEqualTo(IMAGE.sha256());
      Programs.Ended again = migrate(postgres());
      assertThat(again.code()).isEqualTo(2);
    }
    Programs.Ended used = migrate(postgres());
    assertThat(used.code()).isEqualTo(2);
    assertThat(used.err()).contains("a server has used it");
    bed.server().startAgain(); // over the file, which is as it was
    bed.reconnectClients();
    assertThat(bed.admin().query("/images")).hasSize(1);
  }
}
