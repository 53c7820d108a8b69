package org.strongroom.e2e.content;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.ZStackClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running AddImage is cancelled over HTTP by either operation; the log is kept as JSON. */
class CancelTest {
  @TempDir static Path directory;
  private static ServerProcess server;
  private static ZStackClient admin;
  private static String storage;

  @BeforeAll
  static void start() {
    server = ServerProcess.afterTheFirst(directory, Map.of("STRONGROOM_LOG_FORMAT", "json"));
    admin = ZStackClient.admin(server);
    storage =
        admin
            .post(
                "/backup-storage/filesystem",
                Map.of("name", "kept", "url", directory.resolve("kept").toString()))
            .at("/inventory/uuid")
            .asString();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"/api-jobs,cancelApiJob", "/longjobs,cancelLongJob"})
  void aCancelledAddLeavesNothing(String path, String action) {
    ZStackClient.Answer accepted =
        admin.send(
            "POST",
            "/images",
            ZStackClient.json(
                "params",
                Map.of("name", "a", "url", "upload://a", "backupStorageUuids", List.of(storage))));
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    String job = ZStackClient.jobUuid(accepted);
    assertThat(admin.get("/task-progresses/" + job).get("inventories")).hasSize(1);

    admin.act(path + "/" + job + "/actions", action, Map.of());

    assertThat(admin.awaitJob(job).error()).startsWith("SYS.1017: ");
    assertThat(
            admin
                .query("/longjobs", "uuid=" + job, "jobName=APIAddImageMsg")
                .at("/0/state")
                .asString())
        .isEqualTo("Canceled");
    assertThat(admin.query("/images")).isEmpty();
    ZStackClient.Answer again =
        admin.call("PUT", path + "/" + job + "/actions", ZStackClient.json(action, Map.of()));
    assertThat(again.error()).startsWith("SYS.1006: the job " + job + " is over");
  }

  @Test
  void theLogIsOneJsonObjectALine() throws Exception {
    List<String> lines =
        Files.readAllLines(server.log()).stream().filter(line -> line.startsWith("{")).toList();
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      JsonNode entry = JsonMapper.builder().build().readTree(line);
      assertThat(entry.has("level") && entry.has("message") && entry.has("mdc")).isTrue();
    }
  }
}
