package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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

/** Global Configurations: defaults, choices, changes. */
class SpecificationConfigTest {
  @TempDir static Path directory;
  private static ServerProcess server;
  private static ZStackClient admin;

  @BeforeAll
  static void start() {
    server = ServerProcess.afterTheFirst(directory, Map.of());
    admin = ZStackClient.admin(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"ping.interval, 60", "ping.parallelismDegree, 50"})
  void hasItsDefault(String name, String value) {
    JsonNode config = config(name);

    assertThat(config.get("category").asString()).isEqualTo("backupStorage");
    assertThat(config.get("defaultValue").asString()).isEqualTo(value);
    assertThat(config.get("description").asString()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "ping.interval, 0",
    "ping.interval, -1",
    "ping.interval, 1.5",
    "ping.interval, soon",
    "ping.parallelismDegree, 0",
    "ping.parallelismDegree, -50",
    "ping.parallelismDegree, 99999999999999999999",
    "ping.parallelismDegree, many"
  })
  void takesOnlyWholeNumbersAboveZero(String name, String value) {
    String before = config(name).get("value").asString();

    ZStackClient.Answer answer =
        admin.call(
            "PUT",
            "/global-configurations/backupStorage/" + name + "/actions",
            ZStackClient.json("updateGlobalConfig", Map.of("value", value)));

    assertThat(answer.error())
        .isEqualTo(
            "SYS.1007: backupStorage/%s has to be a whole number from 1 to 2147483647, not '%s'"
                .formatted(name, value));
    assertThat(config(name).get("value").asString()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"ping.interval, 1", "ping.interval, 3600", "ping.parallelismDegree, 1"})
  void changesAndIsReset(String name, String value) {
    JsonNode changed =
        admin.act(
            "/global-configurations/backupStorage/" + name + "/actions",
            "updateGlobalConfig",
            Map.of("value", value));
    assertThat(changed.at("/inventory/value").asString()).isEqualTo(value);
    assertThat(config(name).get("value").asString()).isEqualTo(value);

    admin.act("/global-configurations/actions", "resetGlobalConfig", Map.of());
    assertThat(config(name).get("value")).isEqualTo(config(name).get("defaultValue"));
  }

  @Test
  void tellsWhatItTakes() {
    JsonNode options =
        admin.get("/global-configurations/backupStorage/ping.interval").get("options");

    assertThat(options.get("numberGreaterThanOrEqual").asInt()).isEqualTo(1);
    assertThat(admin.get("/global-configurations/image/deletionPolicy").at("/options/validValue"))
        .extracting(JsonNode::asString)
        .containsExactlyInAnyOrder("Direct", "Delay", "Never");
  }

  private static JsonNode config(String name) {
    JsonNode rows = admin.query("/global-configurations", "category=backupStorage", "name=" + name);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }
}
