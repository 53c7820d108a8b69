package org.strongroom.e2e.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.e2e.bed.CatalogFile;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.testing.SshAccount;
import tools.jackson.databind.JsonNode;

/** An account of the sshd as a backup node, registered through the ZStack face. */
public record NodeBed(TestBed bed, SshAccount account) {
  /** The account without a shell: what a node needs has to work over SFTP alone. */
  public static NodeBed start(Path directory) {
    TestBed bed = TestBed.start(directory);
    return new NodeBed(bed, bed.sshd().confinedAccount());
  }

  /** The node's directory, as this machine sees it. */
  public Path local() {
    return account.localHome().resolve("strongroom");
  }

  public Path marker() {
    return local().resolve(".strongroom-storage");
  }

  public Map<String, Object> request() {
    Map<String, Object> request = new HashMap<>();
    request.put("accessIp", bed.sshd().host());
    request.put("sshPort", bed.sshd().port());
    request.put("userId", account.username());
    request.put("password", account.password());
    request.put("displayName", "Backup-node-111");
    return request;
  }

  public JsonNode register() {
    return bed.admin().post("/backup-nodes", request()).get("inventory");
  }

  public JsonNode update(long id, Map<String, ?> changes) {
    return bed.admin()
        .act("/backup-nodes/" + id + "/actions", "updateBackupNode", changes)
        .get("inventory");
  }

  public ZStackClient.Answer deregister(long id, String flags) {
    return bed.admin().call("DELETE", "/backup-nodes/" + id + flags);
  }

  public JsonNode all() {
    return bed.admin().query("/backup-nodes");
  }

  /** Neither in the catalog nor on the server is anything left. */
  public void assertNothingLeft() {
    assertThat(all()).isEmpty();
    CatalogFile catalog = CatalogFile.of(bed.server());
    assertThat(catalog.number("SELECT count(*) FROM backup_node")).isZero();
    assertThat(catalog.number("SELECT count(*) FROM backup_storage")).isZero();
    assertThat(local()).doesNotExist();
  }

  /** The one node is whole: Connected, marked as its own, one row in each table. */
  public void assertWhole(JsonNode node) {
    assertThat(node.get("status").asString()).isEqualTo("Connected");
    assertThat(node.get("state").asString()).isEqualTo("Enabled");
    assertThat(marker()).content().contains(node.get("uuid").asString());
    assertThat(CatalogFile.of(bed.server()).rows("SELECT storage_uuid FROM backup_node"))
        .isEqualTo(List.of(List.of(node.get("uuid").asString())));
    assertThat(local().toFile().list()).containsExactly(".strongroom-storage");
  }
}
