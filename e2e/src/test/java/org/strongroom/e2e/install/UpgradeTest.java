package org.strongroom.e2e.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.e2e.bed.HttpDownload;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.Programs;
import tools.jackson.databind.JsonNode;

/**
 * Installations of earlier versions (their catalogs as SQL, at the migration that {@code
 * installation-v…} names, their key files and their storages) under this one, and back. {@link
 * InstallationWriter} makes them.
 */
class UpgradeTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final String HISTORY =
      "SELECT max(CAST(version AS REAL)) FROM flyway_schema_history";

  @TempDir private Path directory;
  private Path data;

  private void install(String version) throws IOException, SQLException {
    data = Files.createDirectory(directory.resolve("data"));
    copy(RESOURCES.resolve("installation-" + version), data);
    Path sql = data.resolve("strongroom.sql");
    String text = Files.readString(sql).replace("@directory@", directory.toString());
    Files.delete(sql);
    try (Connection connection = catalog(data);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(text);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(each).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(each, copy);
      }
    }
  }

  private static Connection catalog(Path data) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("strongroom.db"));
  }

  private static double version(Path data) throws SQLException {
    try (Connection connection = catalog(data);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(HISTORY)) {
      return row.getDouble(1);
    }
  }

  @Test
  void allOfAnEarlierInstallationIsThereAndTheUpgradeCanBeTakenBack() throws Exception {
    install("v15");
    assertThat(version(data)).isEqualTo(15);
    Path backup = backUp();
    try (ServerProcess server = new ServerProcess(directory, Map.of())) {
      ZStackClient admin = ZStackClient.admin(server);
      isAllThere(admin);
      ZStackClient ann = ZStackClient.logIn(server.url(), "ann", "ann-old-Secret1");
      assertThat(ann.query("/images")).isEmpty();
      String later =
          TestBed.uuid(admin.post("/zones", Map.of("name", "made by the newer version")));
      assertThat(admin.show("/zones", later)).isNotNull();
    }
    assertThat(version(data)).isGreaterThanOrEqualTo(17);

    Programs.run(
        Path.of("..", "packaging", "strongroom-restore").toString(),
        backup.toString(),
        data.toString());

    assertThat(version(data)).isEqualTo(15);
    try (ServerProcess server = new ServerProcess(directory, Map.of())) { // upgraded once more
      ZStackClient admin = ZStackClient.admin(server);
      isAllThere(admin);
      assertThat(admin.query("/zones", "name=made by the newer version")).isEmpty();
    }
  }

  /** Volumes, their backups, schedules and buckets came after migration 15. */
  @ParameterizedTest
  @ValueSource(strings = {"v35", "v46"})
  void allOfALaterInstallationIsThere(String version) throws Exception {
    install(version);
    try (ServerProcess server = new ServerProcess(directory, Map.of())) {
      ZStackClient admin = ZStackClient.admin(server);
      isAllThere(admin);
      JsonNode snapshot = admin.query("/volume-snapshots", "volume.name=disk").get(0);
      assertThat(snapshot.get("status").asString()).isEqualTo("Ready");
      String path = "/volume-snapshots/" + snapshot.get("uuid").asString() + "/file";
      assertThat(HttpDownload.of(admin, path).response().body())
          .asString(UTF_8)
          .isEqualTo(InstallationWriter.VOLUME);
      JsonNode schedule = admin.query("/schedules", "name=nightly").get(0);
      assertThat(schedule.get("volumeUuid")).isEqualTo(snapshot.get("volumeUuid"));
      assertThat(schedule.get("keep").asInt()).isEqualTo(7);
      assertThat(admin.query("/buckets", "name=cos1")).hasSize(1);
      assertThat(admin.query("/projects", "name=web")).hasSize(1);
    }
  }

  private void isAllThere(ZStackClient admin) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(admin.query("/backup-storage", "status=Connected", "zone.name=zone1"))
                .singleElement()
                .satisfies(storage ->
                    assertThat(storage.get("url").asString())
                        .isEqualTo(data.resolve("storage/local").toString())));
    JsonNode image = admin.query("/images", "__userTag__=kept", "platform=Linux").get(0);
    assertThat(image.get("name").asString()).isEqualTo("old");
    assertThat(image.get("status").asString()).isEqualTo("Ready");
    assertThat(HttpDownload.of(admin, "/images/" + image.get("uuid").asString() + "/file"))
        .extracting(download -> new String(download.response().body(), UTF_8))
        .isEqualTo(InstallationWriter.IMAGE);
    assertThat(admin.query("/accounts", "name=ann")).hasSize(1);
  }

  /** What the Debian package copies before it unpacks a newer version. */
  private Path backUp() {
    try {
      Path backup = Files.createDirectory(directory.resolve("backup"));
      for (String file : List.of("strongroom.db", "key.json")) {
        Files.copy(data.resolve(file), backup.resolve(file));
      }
      return backup;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
