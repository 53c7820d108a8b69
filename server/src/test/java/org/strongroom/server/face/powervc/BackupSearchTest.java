package org.strongroom.server.face.powervc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.server.face.powervc.PowerVcServer.Answer;
import tools.jackson.databind.JsonNode;

/** Lists of image backups in both forms, narrowed and sorted as the usual clients ask for it. */
final class BackupSearchTest {
  private static final String IMAGE = "0123456789ab4cde8f0123456789abcd";
  private static final String DASHED = "01234567-89AB-4cde-8f01-23456789abcd";
  private static final long GIB = 1L << 30;

  private static PowerVcServer server;
  private static String first;

  @BeforeAll
  static void start() {
    server = PowerVcServer.start();
    first = server.inventBackup("b", "available", IMAGE, GIB);
    server.inventBackup("a", "exporting", "f".repeat(32), 3 * GIB);
    server.inventBackup("c", "importing", "e".repeat(32), GIB + 1);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String names(String path) {
    Answer answer = server.get(path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode list = answer.json().properties().iterator().next().getValue();
    return list.valueStream()
        .map(row -> row.get("name").asString())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "volume_id=nope              | ''",
        "volume_id={image}           | b",
        "volume_id={dashed}          | b",
        "volume_id=                  | ''",
        "project_id=other            | ''",
        "project_id={project}        | a b c",
        "id={first}                  | b",
        "name=c                      | c",
        "name=c&status=available     | ''",
        "status=available            | b",
        "status=AVAILABLE            | b",
        "status=creating             | a",
        "status=restoring            | c",
        "status=exporting            | ''",
        "status=!%3Dx                | ''",
        "size=1                      | b",
        "size=2                      | c",
        "size=3                      | a",
        "size=three                  | ''",
        "size=999999999              | ''",
        "object_count=1              | a b c",
        "availability_zone=nova      | a b c",
        "availability_zone=other     | ''",
        "snapshot_id={first}         | ''",
        "container=cinder-backup_7   | ''",
        "container=no:thing          | ''",
        "all_tenants=True            | a b c",
        "limit=1000&with_count=1     | a b c",
      })
  void volumeBackupsAreNarrowed(String query, String names) {
    String asked =
        query
            .replace("{image}", IMAGE)
            .replace("{dashed}", DASHED)
            .replace("{first}", first)
            .replace("{project}", PowerVcServer.PROJECT);
    assertThat(names("/backups?sort=name:asc&" + asked)).isEqualTo(names);
    assertThat(names("/backups/detail?sort=name:asc&" + asked)).isEqualTo(names);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "src_image_id={dashed} | b",
        "src_image_id=nope     | ''",
        "project_id=other      | ''",
        "status=exporting      | a",
        "size=1610612736       | a",
        "disk_size=gigantic    | ''",
        "backup_node=1         | ''",
      })
  void imageBackupsAreNarrowed(String query, String names) {
    String asked = query.replace("{dashed}", DASHED);
    assertThat(names("/image-backups?" + asked)).isEqualTo(names);
    assertThat(names("/image-backups/detail?" + asked)).isEqualTo(names);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/backups",
        "/backups/detail",
        "/image-backups",
        "/image-backups/detail",
        "/backup-nodes",
        "/cos",
        "/os-services"
      })
  void whatIsNoFilterIsRefusedByItsName(String list) {
    assertThat(server.get(list + "?limit=1&bogus=1").fault())
        .startsWith("400 badRequest: ")
        .contains("bogus")
        .doesNotContain("limit");
    assertThat(server.get(list + "?limit=1").status()).isEqualTo(200);
  }

  @Test
  void sortKeysAreTakenAsClientsWriteThem() {
    for (String list : List.of("/backups", "/backups/detail", "/image-backups")) {
      assertThat(names(list + "?sort=display_name:asc")).isEqualTo("a b c");
      assertThat(names(list + "?sort_key=display_name&sort_dir=desc")).isEqualTo("c b a");
    }
    assertThat(names("/backups?sort=size:asc")).isEqualTo("b c a");
    assertThat(names("/backups?sort=availability_zone:asc,data_timestamp,name:desc"))
        .isEqualTo("c b a");
    assertThat(server.get("/backup-nodes?sort=display_name:asc").status()).isEqualTo(200);
    assertThat(server.get("/cos?sort=display_name:asc").status()).isEqualTo(200);
  }
}
