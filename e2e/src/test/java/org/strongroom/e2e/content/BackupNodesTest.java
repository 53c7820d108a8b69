package org.strongroom.e2e.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.MadeImage;
import org.strongroom.e2e.material.PacedSource;
import tools.jackson.databind.JsonNode;

/** Backup nodes through the operations that the command line uses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupNodesTest {
  @TempDir static Path directory;
  private NodeBed nodes;
  private PacedSource source;

  @BeforeAll
  void start() {
    nodes = NodeBed.start(directory);
    source = new PacedSource();
  }

  @AfterAll
  void stop() {
    source.close();
    nodes.bed().close();
  }

  @AfterEach
  void deregister() {
    for (JsonNode node : nodes.all()) {
      nodes.deregister(node.get("id").asLong(), "?force=true&uninstall=true").ok();
    }
  }

  @Test
  void aNodeIsAStorageWithMore() {
    JsonNode node = nodes.register();
    String uuid = node.get("uuid").asString();
    nodes.assertWhole(node);
    assertThat(nodes.all()).containsExactly(node);
    JsonNode storage = nodes.bed().admin().show("/backup-storage/sftp", uuid);
    assertThat(storage.get("url").asString()).isEqualTo("/data/strongroom");
    assertThat(storage.get("name").asString()).isEqualTo("Backup-node-111");
    assertThat(nodes.bed().admin().query("/backup-nodes", "displayName=nobody")).isEmpty();
    assertThat(
            nodes
                .bed()
                .admin()
                .query("/backup-nodes", "id=" + node.get("id").asLong(), "status=Connected"))
        .hasSize(1);
  }

  @Test
  void aChangeIsSeenAndAWrongOneIsNot() {
    JsonNode node = nodes.register();
    long id = node.get("id").asLong();
    JsonNode updated = nodes.update(id, Map.of("displayName", "other", "cosDefault", "bucket-1"));
    assertThat(updated.get("displayName").asString()).isEqualTo("other");
    assertThat(updated.get("cosDefault").asString()).isEqualTo("bucket-1");
    assertThat(updated.get("lastOpDate").isNull()).isFalse();
    ZStackClient.Answer refused =
        nodes
            .bed()
            .admin()
            .call(
                "PUT",
                "/backup-nodes/" + id + "/actions",
                ZStackClient.json("updateBackupNode", Map.of("password", "canary-71")));
    assertThat(refused.error()).startsWith("BS.1500");
    assertThat(refused.body()).doesNotContain("canary");
    assertThat(nodes.all()).containsExactly(updated);
  }

  @Test
  void refusalsAreToldByTheirCode() {
    JsonNode node = nodes.register();
    long id = node.get("id").asLong();
    ZStackClient admin = nodes.bed().admin();
    String again = ZStackClient.json("params", nodes.request());
    assertThat(admin.call("POST", "/backup-nodes", again).error()).startsWith("SYS.1011");
    ZStackClient.Answer delete =
        admin.call("DELETE", "/backup-storage/" + node.get("uuid").asString());
    assertThat(delete.body()).contains("DeregisterBackupNode with id " + id);
    assertThat(nodes.deregister(id + 1, "").error()).startsWith("SYS.1003");
    nodes.deregister(id, "").ok();
    assertThat(nodes.deregister(id, "").error()).startsWith("SYS.1003");
    assertThat(nodes.marker()).exists();
  }

  @Test
  void imagesOnANodeAreInTheWayUnlessForced() throws Exception {
    JsonNode node = nodes.register();
    long id = node.get("id").asLong();
    ZStackClient admin = nodes.bed().admin();
    JsonNode image =
        admin
            .post(
                "/images",
                Map.of(
                    "name",
                    "golden",
                    "url",
                    source.url(new MadeImage(7, 1 << 20)),
                    "format",
                    "raw",
                    "backupStorageUuids",
                    List.of(node.get("uuid").asString())))
            .get("inventory");
    Path ova = Files.writeString(nodes.local().resolve("golden.ova"), "ova");
    nodes.account().own(ova);
    ZStackClient.Answer refused = nodes.deregister(id, "?uninstall=true");
    assertThat(refused.error()).startsWith("SYS.1011");
    assertThat(refused.body()).contains("1 copy of images");
    assertThat(nodes.all()).hasSize(1);
    nodes.deregister(id, "?force=true&uninstall=true").ok();
    assertThat(nodes.all()).isEmpty();
    assertThat(admin.query("/images", "uuid=" + image.get("uuid").asString(), "status=Ready"))
        .isEmpty();
    assertThat(nodes.local().toFile().list()).containsExactly("golden.ova");
    Files.delete(ova);
    Files.delete(nodes.local());
  }
}
