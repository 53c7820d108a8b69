package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;
import org.strongroom.testing.SshAccount;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The inventories that the specification prints, field for field. */
class SpecificationInventoryTest {
  private static final String EXAMPLE =
      """
      {
          "attachedZoneUuids": [
              "36de66d82f424639af67215a465418f6"
          ],
          "availableCapacity": 1258407346176,
          "hostname": "172.16.0.220",
          "name": "sftp",
          "state": "Enabled",
          "status": "Connected",
          "totalCapacity": 1585341214720,
          "type": "SftpBackupStorage",
          "url": "/export/backupStorage/sftp",
          "uuid": "33a35f75885f45ab96ea2626ce9c05a6",
          "lastOpDate": "Jun 1, 2015 3:42:26 PM",
          "createDate": "Jun 1, 2015 3:42:26 PM"
      }
      """;
  private static final String ZONE = "36de66d82f424639af67215a465418f6";
  private static final String STORAGE = "33a35f75885f45ab96ea2626ce9c05a6";
  private static final String DATE =
      "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \\d{1,2}, \\d{4} \\d{1,2}:\\d{2}:\\d{2} [AP]M";

  @TempDir static Path directory;
  private static TestBed bed;
  private static SshAccount.Scratch scratch;

  @BeforeAll
  static void start() {
    bed = TestBed.start(directory);
    SshAccount account = bed.sshd().shellAccount();
    scratch = account.newScratch();
    bed.admin().post("/zones", Map.of("name", "Zone1", "resourceUuid", ZONE));
    Map<String, Object> parameters = bed.sftpParameters("sftp", account, scratch.remote());
    parameters.put("resourceUuid", STORAGE);
    bed.admin().post("/backup-storage/sftp", parameters);
    bed.admin().done("POST", "/zones/" + ZONE + "/backup-storage/" + STORAGE, "");
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/backup-storage", "/backup-storage/sftp"})
  void showsEveryFieldOfTheExample(String path) throws Exception {
    JsonNode row = bed.admin().show(path, STORAGE);

    ObjectNode expected = (ObjectNode) JsonMapper.shared().readTree(EXAMPLE);
    expected.put("hostname", bed.sshd().host());
    expected.put("url", scratch.remote());
    expected.put("totalCapacity", Files.getFileStore(scratch.local()).getTotalSpace());
    expected.put("availableCapacity", Files.getFileStore(scratch.local()).getTotalSpace());
    for (String date : List.of("lastOpDate", "createDate")) {
      assertThat(row.get(date).asString()).matches(DATE);
      expected.put(date, row.get(date).asString());
    }
    expected
        .properties()
        .forEach(field ->
            assertThat(row.get(field.getKey()))
                .as(field.getKey())
                .isEqualTo(numberAsRead(field.getValue())));
  }

  /** A number that was put in here is a long, one that was read may be an int. */
  private static JsonNode numberAsRead(JsonNode value) {
    return JsonMapper.shared().readTree(value.toString());
  }

  @Test
  void neverShowsThePassword() {
    ZStackClient.Answer answer = bed.admin().send("GET", "/backup-storage/" + STORAGE);

    assertThat(answer.body())
        .doesNotContain(bed.sshd().shellAccount().password())
        .doesNotContain("\"password\"");
  }

  @Test
  void countsTheRealSizesOfImages() throws Exception {
    Path source = Files.createDirectories(directory.resolve("source"));
    Path file = DiskImages.qcow2(source, "disk.qcow2", 2);
    TestStorage storage = bed.sftp("counted");
    JsonNode before = bed.admin().show("/backup-storage", storage.uuid());
    try (FileServer files = new FileServer(source)) {
      bed.admin()
          .post(
              "/images",
              Map.of(
                  "name", "disk",
                  "url", files.url("disk.qcow2"),
                  "backupStorageUuids", List.of(storage.uuid())));
    }

    JsonNode after = bed.admin().show("/backup-storage", storage.uuid());
    long used = after.get("totalCapacity").asLong() - after.get("availableCapacity").asLong();
    assertThat(before.get("availableCapacity")).isEqualTo(before.get("totalCapacity"));
    assertThat(used).isEqualTo(bytesOn(storage)).isGreaterThan(Files.size(file));
    JsonNode sum =
        bed.admin().get("/backup-storage/capacities?backupStorageUuids=" + storage.uuid());
    assertThat(sum.get("totalCapacity")).isEqualTo(after.get("totalCapacity"));
    assertThat(sum.get("availableCapacity")).isEqualTo(after.get("availableCapacity"));
  }

  /** The image and its manifest. */
  private static long bytesOn(TestStorage storage) throws Exception {
    long sum = 0;
    for (String file : storage.files()) {
      sum += Files.size(storage.local().resolve(file));
    }
    return sum;
  }

  @Test
  void knowsItsTypes() {
    assertThat(bed.admin().get("/backup-storage/types").get("types"))
        .extracting(JsonNode::asString)
        .contains("SftpBackupStorage", "FileSystemBackupStorage");
  }
}
