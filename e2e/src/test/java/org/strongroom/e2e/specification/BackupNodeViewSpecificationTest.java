package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.e2e.bed.TestNode;
import org.strongroom.e2e.bed.UsualPort;
import org.strongroom.e2e.bed.VolumeAnswer;
import org.strongroom.e2e.bed.VolumeApi;
import org.strongroom.testing.OpenSshServer;
import tools.jackson.databind.JsonNode;

/**
 * Showing, listing and discovering: the other requests and answers of "Backup node registration",
 * by OpenStack's client library and by plain HTTP.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class BackupNodeViewSpecificationTest {
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

  /** "View backup node details". */
  @Test
  void showsABackupNode() {
    TestNode node = register("Backupnode235");

    VolumeAnswer answer = api().call("GET", node.path());

    assertThat(answer.status()).isEqualTo(200);
    Shape.check(
        answer.body(),
        "{\"backup_node\":%s}",
        shownNode(bed.sshd(), node, "Backupnode235", "null", "null"));
    assertThat(answer.body()).doesNotContain(bed.sshd().shellAccount().password());
  }

  @Test
  void showsWhenItWasUpdated() {
    TestNode node = register("before");
    api().call("PUT", node.path(), TestNode.body(Map.of("display_name", "after"))).answered(201);

    Shape.check(
        api().call("GET", node.path()).body(),
        "{\"backup_node\":%s}",
        shownNode(bed.sshd(), node, "after", "null", "\"<microseconds>\""));
  }

  @Test
  void showsNothingOfThePasswordNotEvenItsLength() {
    TestNode node = register("secret");

    String first = show(node).get("password").asString();

    assertThat(first).doesNotContain(bed.sshd().shellAccount().password());
    assertThat(show(node).get("password").asString()).isEqualTo(first);
    api().call("DELETE", node.path()).answered(204);
    assertThat(show(register("secret")).get("password").asString())
        .hasSameSizeAs(first)
        .isNotEqualTo(first);
  }

  @Test
  void healthTellsWhatIsWrong() {
    TestNode node = register("sick");
    bed.sshd().stop();
    try {
      bed.awaitHealth(node, "CRITICAL");

      Shape.check(
          show(node).get("health_status").toString(),
          """
          {
            "id": "cinder-backup_%d",
            "health_value": "CRITICAL",
            "updated_at": "<microseconds>",
            "value_reason": [
              {
                "resource_id": "%d",
                "display_name": "sick",
                "resource_local": "backup_node",
                "resource_property_key": "connection",
                "resource_property_value": "unreachable"
              }
            ]
          }
          """,
          node.id(),
          node.id());
    } finally {
      bed.sshd().restart();
    }
    bed.awaitHealth(node, "OK");
  }

  @Test
  void healthTellsOfAnotherHostKey() {
    TestNode node = register("re-installed");
    bed.sshd().rekey();

    bed.awaitHealth(node, "CRITICAL");

    JsonNode reason = show(node).at("/health_status/value_reason/0");
    assertThat(reason.get("resource_property_key").asString()).isEqualTo("host_key");
    assertThat(reason.get("resource_property_value").asString()).isEqualTo("changed");
  }

  /** "View list of backup nodes". */
  @Test
  void listsBackupNodes() {
    try (OpenSshServer other = UsualPort.start()) {
      TestNode first = register("Backup-Node-111", Map.of("cos_default", "bucket-1"));
      TestNode second =
          TestNode.register(
              api(), other, "Backup-Node-113", Map.of("cos_default", "new-bucket-suman2"));

      VolumeAnswer answer = api().call("GET", "/backup-nodes");

      assertThat(answer.status()).isEqualTo(200);
      Shape.check(
          answer.body(),
          "{\"backup_nodes\":[%s,%s]}",
          shownNode(bed.sshd(), first, "Backup-Node-111", "\"bucket-1\"", "null"),
          shownNode(other, second, "Backup-Node-113", "\"new-bucket-suman2\"", "null"));
      pagesAreLinked(first, second);
      api().call("DELETE", second.path()).answered(204);
    }
  }

  private void pagesAreLinked(TestNode first, TestNode second) {
    JsonNode page = api().call("GET", "/backup-nodes?limit=1").answered(200);
    assertThat(page.at("/backup_nodes/0/id").asLong()).isEqualTo(first.id());
    assertThat(page.at("/backup_nodes_links/0/rel").asString()).isEqualTo("next");
    assertThat(page.at("/backup_nodes_links/0/href").asString())
        .endsWith("/backup-nodes?limit=1&marker=" + first.id());
    JsonNode next = api().call("GET", "/backup-nodes?limit=1&marker=" + first.id()).answered(200);
    assertThat(next.at("/backup_nodes/0/id").asLong()).isEqualTo(second.id());
    JsonNode end = api().call("GET", "/backup-nodes?limit=1&marker=" + second.id()).answered(200);
    assertThat(end.toString()).isEqualTo("{\"backup_nodes\":[]}");
  }

  @Test
  void listsNothing() {
    assertThat(api().call("GET", "/backup-nodes").body().replaceAll("\\s", ""))
        .isEqualTo("{\"backup_nodes\":[]}");
  }

  /** "Discover image OVAs on a backup node". */
  @Test
  void discoversImageOvas() throws IOException {
    TestNode node = register("with OVAs");
    Path top = node.storage().local();
    SpecificationBed.ova(node, "by hand.ova");
    SpecificationBed.ova(node, "packed.ova.gz");
    Files.createDirectory(top.resolve("below"));
    SpecificationBed.ova(node, "below/one level.ova");
    Files.createDirectories(top.resolve("deep/deeper"));
    SpecificationBed.ova(node, "deep/deeper/too deep.ova");
    SpecificationBed.ova(node, ".hidden.ova");
    SpecificationBed.ova(node, "unfinished.ova.part");
    Files.createFile(top.resolve("empty.ova"));
    Files.writeString(top.resolve("broken.ova"), "no archive");
    Files.createSymbolicLink(top.resolve("link.ova"), Path.of("/etc/hostname"));

    for (int i = 0; i < 2; i++) {
      VolumeAnswer answer = discover(node);

      assertThat(answer.status()).isEqualTo(200);
      Shape.check(
          answer.body(),
          """
          {
              "backup_node": {
                  "ova_count": 3
              }
          }
          """);
      assertThat(bed.zstack().query("/image-backups")).hasSize(3);
    }
  }

  @Test
  void discoverOnANodeThatIsDownIsNoZero() {
    TestNode node = register("down");
    bed.sshd().stop();
    try {
      assertThat(discover(node).fault()).startsWith("503 serviceUnavailable: ");
    } finally {
      bed.sshd().restart();
    }
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

  /** A node of the examples of show and list. */
  private static String shownNode(
      OpenSshServer server,
      TestNode node,
      String displayName,
      String cosDefault,
      String updatedAt) {
    return """
    {
    "created_at": "<microseconds>",
    "updated_at": %s,
    "deleted_at": null,
    "deleted": false,
    "id": %d,
    "display_name": "%s",
    "user_id": "%s",
    "password": "<shown password>",
    "access_ip": "%s",
    "backup_node_id": "%s",
    "unique_id": "%s",
    "cos_default": %s,
    "private_key": null,
    "driver_meta": null,
    "health_status": {
    "id": "cinder-backup_%d",
    "health_value": "OK",
    "updated_at": "<microseconds>",
    "value_reason": []
    }
    }
    """
        .formatted(
            updatedAt,
            node.id(),
            displayName,
            server.shellAccount().username(),
            server.host(),
            SpecificationBed.hostName(),
            SpecificationBed.fingerprint(server),
            cosDefault,
            node.id());
  }
}
