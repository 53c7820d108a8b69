package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.e2e.bed.TestNode;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.VolumeAnswer;
import org.strongroom.e2e.bed.VolumeApi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Registering, updating and deregistering: every request and every answer of "Backup node
 * registration", in its order, against a real sshd on its usual port: by OpenStack's client library
 * and by plain HTTP.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class BackupNodeRegistrationSpecificationTest {
  @TempDir static Path directory;
  private static SpecificationBed bed;

  @Parameter SpecificationBed.Client client;

  @BeforeAll
  static void start() {
    bed = new SpecificationBed(directory);
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @AfterEach
  void cleanUp() throws IOException {
    bed.cleanUp();
  }

  private VolumeApi api() {
    return bed.api(client);
  }

  /** "Backup node registration". */
  @Test
  void registersABackupNode() {
    VolumeAnswer answer =
        api()
            .call(
                "POST",
                "/backup-nodes",
                """
                {
                    "backup_nodes": {
                        "registration": {
                            "access_ip": "%s",
                            "user_id": "%s",
                            "password": "%s",
                            "display_name": "Backup-node-111",
                            "cos_default": "bucket-1"
                        }
                    }
                }
                """
                    .formatted(
                        bed.sshd().host(),
                        bed.sshd().shellAccount().username(),
                        bed.sshd().shellAccount().password()));

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    Shape.check(
        answer.body(),
        """
        {
           "backup_node":{
              "registration":{
                 "id":"<number>",
                 "access_ip":"%s",
                 "user_id":"%s",
                 "display_name":"Backup-node-111",
                 "backup_node_id":"%s",
                 "unique_id":"%s",
                 "cos_default":"bucket-1",
                 "registered_at":"<seconds Z>"
              }
           }
        }
        """,
        bed.sshd().host(),
        bed.sshd().shellAccount().username(),
        SpecificationBed.hostName(),
        SpecificationBed.fingerprint(bed.sshd()));
  }

  @Test
  void registersWithoutADefaultBucket() {
    VolumeAnswer answer =
        api()
            .call(
                "POST",
                "/backup-nodes",
                TestNode.body(TestNode.registration(bed.sshd(), "no bucket")));

    assertThat(answer.answered(201).at("/backup_node/registration").has("cos_default")).isTrue();
    assertThat(answer.json().at("/backup_node/registration/cos_default").isNull()).isTrue();
  }

  @Test
  void countsIdsUpAndNeverGivesOneAgain() {
    long first = register("first").id();
    api().call("DELETE", "/backup-nodes/" + first).answered(204);

    assertThat(register("second").id()).isEqualTo(first + 1);
  }

  @Test
  void aNodeIsABackupStorage() {
    register("shown by the other face");

    JsonNode rows = bed.zstack().query("/backup-storage", "name=shown by the other face");

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get("type").asString()).isEqualTo("SftpBackupStorage");
    assertThat(rows.get(0).get("state").asString()).isEqualTo("Enabled");
    assertThat(rows.get(0).get("status").asString()).isEqualTo("Connected");
    assertThat(rows.get(0).get("totalCapacity").asLong()).isPositive();
    assertThat(rows.get(0).get("availableCapacity").asLong()).isPositive();
  }

  /** "Update a backup node": all attributes. */
  @Test
  void updatesABackupNode() {
    TestNode node = register("Backup-node-111");

    VolumeAnswer answer =
        api()
            .call(
                "PUT",
                node.path(),
                """
                {
                    "backup_nodes": {
                        "registration": {
                            "access_ip": "%s",
                            "user_id": "%s",
                            "password": "%s",
                            "display_name": "Backup-node-112",
                            "cos_default": "bucket-1"
                        }
                    }
                }
                """
                    .formatted(
                        bed.sshd().otherHost(),
                        bed.sshd().twinAccount().username(),
                        bed.sshd().twinAccount().password()));

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    Shape.check(
        answer.body(),
        """
        {
            "backup_node": {
                "registration": {
                    "access_ip": "%s",
                    "user_id": "%s",
                    "display_name": "Backup-node-112",
                    "cos_default": "bucket-1"
                }
            }
        }
        """,
        bed.sshd().otherHost(),
        bed.sshd().twinAccount().username());
    JsonNode shown = show(node);
    assertThat(shown.get("access_ip").asString()).isEqualTo(bed.sshd().otherHost());
    assertThat(shown.get("user_id").asString()).isEqualTo(bed.sshd().twinAccount().username());
    assertThat(shown.get("unique_id").asString())
        .isEqualTo(SpecificationBed.fingerprint(bed.sshd()));
    assertThat(shown.at("/health_status/health_value").asString()).isEqualTo("OK");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "display_name":"b"                      | {"display_name":"b"}
          "cos_default":"bucket-2"                | {"cos_default":"bucket-2"}
          "cos_default":null                      | {"cos_default":null}
          "cos_default":"c","display_name":"d"    | {"display_name":"d","cos_default":"c"}
          "password":"{password}"                 | {}
          "password":"{shown}"                    | {}
          ``                                      | {}
          """)
  void answersOnlyWhatAnUpdateChanged(String members, String changed) {
    TestNode node = register("a", Map.of("cos_default", "bucket-1"));
    JsonNode before = show(node);
    String sent =
        members
            .replace("{password}", bed.sshd().shellAccount().password())
            .replace("{shown}", before.get("password").asString());

    VolumeAnswer answer =
        api()
            .call("PUT", node.path(), "{\"backup_nodes\":{\"registration\":{%s}}}".formatted(sent));

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    Shape.check(answer.body(), "{\"backup_node\":{\"registration\":%s}}", changed);
    JsonNode after = show(node);
    for (String kept :
        List.of("id", "created_at", "access_ip", "user_id", "backup_node_id", "unique_id")) {
      assertThat(after.get(kept)).as(kept).isEqualTo(before.get(kept));
    }
    bed.awaitHealth(node, "OK");
  }

  @Test
  void whatIsShownCanBePutBack() {
    TestNode node = register("put back");
    ObjectNode shown = (ObjectNode) show(node);
    shown.put("display_name", "put back, renamed");

    api()
        .call("PUT", node.path(), "{\"backup_nodes\":{\"registration\":%s}}".formatted(shown))
        .answered(201);

    assertThat(show(node).get("display_name").asString()).isEqualTo("put back, renamed");
    assertThat(show(node).get("password")).isEqualTo(shown.get("password"));
    assertThat(discover(node).status()).as("the password still fits").isEqualTo(200);
  }

  @Test
  void anUpdateThatCannotLogInChangesNothing() {
    TestNode node = register("kept");
    String before = withoutHealth(show(node));

    for (String member :
        List.of(
            "\"password\":\"wrong\"",
            "\"user_id\":\"nobody-here\"",
            "\"access_ip\":\"127.0.0.1\",\"display_name\":\"changed\"")) {
      VolumeAnswer answer =
          api()
              .call(
                  "PUT",
                  node.path(),
                  "{\"backup_nodes\":{\"registration\":{%s}}}".formatted(member));
      assertThat(answer.fault()).startsWith("400 badRequest: ");
      assertThat(withoutHealth(show(node))).isEqualTo(before);
    }
  }

  /** "Deregister a backup node", with both flags, and what the node looks like behind it. */
  @ParameterizedTest(name = "force={0} uninstall={1} backups={2} reachable={3}")
  @CsvSource({
    "false, false, none, true,  204",
    "false, false, none, false, 204",
    "false, false, some, true,  409",
    "true,  false, some, true,  204",
    "true,  false, some, false, 204",
    "true,  false, none, true,  204",
    "false, true,  none, true,  204",
    "false, true,  none, false, 409",
    "false, true,  some, true,  409",
    "true,  true,  some, true,  204",
    "true,  true,  some, false, 204",
    "true,  true,  none, false, 204",
  })
  void deregistersABackupNode(
      boolean force, boolean uninstall, String backups, boolean reachable, int status) {
    TestNode node = register("to be deregistered");
    if (backups.equals("some")) {
      SpecificationBed.ova(node, "left.ova");
      discover(node).answered(200);
    }
    List<String> files = node.storage().files();
    if (!reachable) {
      bed.sshd().stop();
    }
    try {
      VolumeAnswer answer =
          api().call("DELETE", "%s?uninstall=%s&force=%s".formatted(node.path(), uninstall, force));

      assertThat(answer.status()).as(answer.body()).isEqualTo(status);
      if (status == 204) {
        assertThat(answer.body()).isEmpty();
        assertThat(api().call("GET", node.path()).fault()).startsWith("404 itemNotFound: ");
        assertThat(api().call("DELETE", node.path()).fault()).startsWith("404 itemNotFound: ");
        assertThat(list()).isEmpty();
        assertThat(bed.zstack().query("/backup-storage", "name=to be deregistered")).isEmpty();
        assertThat(bed.zstack().query("/image-backups")).isEmpty();
      } else {
        assertThat(answer.fault()).startsWith("409 conflictingRequest: ");
        if (backups.equals("some")) {
          assertThat(answer.fault()).contains("1 ");
        }
        assertThat(list()).hasSize(1);
      }
    } finally {
      if (!reachable) {
        bed.sshd().restart();
      }
    }
    assertThat(node.storage().files()).as("OVA files stay").isEqualTo(files);
    boolean removed = status == 204 && uninstall && reachable;
    assertThat(Files.exists(node.storage().local().resolve(TestStorage.MARKER)))
        .as("what was laid out")
        .isEqualTo(!removed);
  }

  @Test
  void bothFlagsAreFalseByDefault() {
    TestNode node = register("default");
    SpecificationBed.ova(node, "left.ova");
    discover(node).answered(200);

    assertThat(api().call("DELETE", node.path()).fault()).startsWith("409 conflictingRequest: ");

    assertThat(api().call("DELETE", node.path() + "?force=true").status()).isEqualTo(204);
    assertThat(node.storage().local().resolve(TestStorage.MARKER)).exists();
  }

  @ParameterizedTest
  @CsvSource({"1", "Yes"})
  void flagsAreReadAsCinderReadsThem(String yes) {
    TestNode node = register("flags");
    SpecificationBed.ova(node, "left.ova");
    discover(node).answered(200);

    for (String no : List.of("0", "f", "FALSE", "off", "N", "no")) {
      assertThat(api().call("DELETE", node.path() + "?force=" + no).status()).isEqualTo(409);
    }
    assertThat(api().call("DELETE", node.path() + "?force=" + yes).status()).isEqualTo(204);
  }

  @Test
  void discoverFindsWhatADeregistrationLeft() {
    TestNode node = register("before");
    SpecificationBed.ova(node, "left.ova");
    discover(node).answered(200);
    api().call("DELETE", node.path() + "?force=true").answered(204);

    TestNode again = register("after");

    assertThat(discover(again).body().replaceAll("\\s", ""))
        .isEqualTo("{\"backup_node\":{\"ova_count\":1}}");
  }

  private TestNode register(String displayName) {
    return register(displayName, Map.of());
  }

  private TestNode register(String displayName, Map<String, ?> more) {
    return bed.register(client, displayName, more);
  }

  private VolumeAnswer discover(TestNode node) {
    return api().call("PUT", node.path() + "/discover");
  }

  private JsonNode show(TestNode node) {
    return api().call("GET", node.path()).answered(200).get("backup_node");
  }

  private JsonNode list() {
    return api().call("GET", "/backup-nodes").answered(200).get("backup_nodes");
  }

  private static String withoutHealth(JsonNode node) {
    return node.toString().replaceAll("\"health_status\":.*", "");
  }
}
