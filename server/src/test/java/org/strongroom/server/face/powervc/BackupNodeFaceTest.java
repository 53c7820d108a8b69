package org.strongroom.server.face.powervc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.strongroom.server.backupnode.NodeContents;
import org.strongroom.server.backupstorage.Cloud;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.face.powervc.PowerVcServer.Answer;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Backup nodes as their clients see them, on a real sshd. */
final class BackupNodeFaceTest {
  private static final String ROW_TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000000";
  private static final String EXACT_TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static OpenSshServer sshd;

  private final SshAccount account = sshd.shellAccount();
  private final SshAccount.Scratch scratch = account.newScratch();
  private final PowerVcServer server = new PowerVcServer(Cloud.onSqlite(scratch.remote()));

  @BeforeAll
  static void startSshd() {
    sshd = OpenSshServer.start();
  }

  @AfterAll
  static void stopSshd() {
    sshd.close();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private ObjectNode registration() {
    return JSON.createObjectNode()
        .put("access_ip", sshd.host())
        .put("user_id", account.username())
        .put("password", account.password())
        .put("display_name", "Backup-node-111")
        .put("cos_default", "bucket-1")
        .put("ssh_port", sshd.port());
  }

  private static String body(JsonNode registration) {
    return "{\"backup_nodes\": {\"registration\": " + registration + "}}";
  }

  private JsonNode registered() {
    Answer answer = server.send("POST", "/backup-nodes", body(registration()));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().at("/backup_node/registration");
  }

  private JsonNode shown() {
    return server.get("/backup-nodes/1").json().get("backup_node");
  }

  private Answer update(String attributes) {
    return server.send("PUT", "/backup-nodes/1", body(JSON.readTree(attributes)));
  }

  @Test
  void registeringAnswersWhatIsSpecifiedAndThePort() {
    JsonNode node = registered();
    assertThat(node.propertyNames())
        .containsExactly(
            "id",
            "access_ip",
            "ssh_port",
            "user_id",
            "display_name",
            "backup_node_id",
            "unique_id",
            "cos_default",
            "registered_at");
    assertThat(node.get("id").isInt()).isTrue();
    assertThat(node.get("id").asInt()).isEqualTo(1);
    assertThat(node.get("unique_id").asString()).matches("([0-9a-f]{2}:){15}[0-9a-f]{2}");
    assertThat(node.get("cos_default").asString()).isEqualTo("bucket-1");
    assertThat(node.get("registered_at").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(node.get("backup_node_id").asString()).isNotEmpty().doesNotContain(".");
  }

  @Test
  void aNodeIsShownWithNullsAndHealth() {
    registered();
    JsonNode node = shown();
    assertThat(node.propertyNames())
        .containsExactly(
            "created_at",
            "updated_at",
            "deleted_at",
            "deleted",
            "id",
            "display_name",
            "user_id",
            "password",
            "access_ip",
            "ssh_port",
            "backup_node_id",
            "unique_id",
            "cos_default",
            "private_key",
            "driver_meta",
            "health_status");
    assertThat(node.get("created_at").asString()).matches(ROW_TIME);
    for (String absent : new String[] {"updated_at", "deleted_at", "private_key", "driver_meta"}) {
      assertThat(node.get(absent).isNull()).as(absent).isTrue();
    }
    assertThat(node.get("deleted").isBoolean()).isTrue();
    assertThat(node.get("password").asString())
        .startsWith("aes-ctr:")
        .doesNotContain(account.password());
    assertThat(node.at("/health_status").propertyNames())
        .containsExactly("id", "health_value", "updated_at", "value_reason");
    assertThat(node.at("/health_status/id").asString()).isEqualTo("cinder-backup_1");
    assertThat(node.at("/health_status/health_value").asString()).isEqualTo("OK");
    assertThat(node.at("/health_status/updated_at").asString()).matches(EXACT_TIME);
    assertThat(node.at("/health_status/value_reason").isArray()).isTrue();
    JsonNode listed = server.get("/backup-nodes").json();
    assertThat(listed.propertyNames()).containsExactly("backup_nodes");
    assertThat(listed.at("/backup_nodes/0/unique_id")).isEqualTo(node.get("unique_id"));
  }

  @Test
  void anUpdateAnswersWhatItNamesAndNeverThePassword() {
    registered();
    Answer renamed = update("{\"display_name\": \"Backup-node-112\"}");
    assertThat(renamed.status()).isEqualTo(201);
    assertThat(renamed.body())
        .isEqualTo("{\"backup_node\":{\"registration\":{\"display_name\":\"Backup-node-112\"}}}");
    assertThat(shown().get("updated_at").asString()).matches(ROW_TIME);
    String nothing = "{\"backup_node\":{\"registration\":{}}}";
    assertThat(update("{}").body()).isEqualTo(nothing);
    assertThat(update("{\"password\": \"" + account.password() + "\"}").body()).isEqualTo(nothing);
    assertThat(update("{\"cos_default\": null}").body())
        .isEqualTo("{\"backup_node\":{\"registration\":{\"cos_default\":null}}}");
    assertThat(shown().get("cos_default").isNull()).isTrue();
  }

  @Test
  void aNodeThatWasFetchedCanBePutBack() {
    registered();
    JsonNode before = shown();
    ObjectNode whole = ((ObjectNode) shown()).put("display_name", "other");
    Answer answer = server.send("PUT", "/backup-nodes/1", body(whole));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(shown().get("display_name").asString()).isEqualTo("other");
    assertThat(shown().get("password")).isEqualTo(before.get("password"));
    assertThat(server.send("PUT", "/backup-nodes/1", body(whole.put("id", 2))).fault())
        .isEqualTo("400 badRequest: Invalid input for field/attribute id. It can not be changed.");
    assertThat(update("{\"uuid\": \"x\"}").fault())
        .isEqualTo("400 badRequest: Additional properties are not allowed ('uuid' was unexpected)");
  }

  @Test
  void logInsAreTriedAndRefusalsAreNever401() {
    ObjectNode wrong = registration().put("password", "wrong");
    assertThat(server.send("POST", "/backup-nodes", body(wrong)).fault())
        .startsWith("400 badRequest: ");
    registered();
    assertThat(update("{\"password\": \"wrong\"}").fault()).startsWith("400 badRequest: ");
    assertThat(server.send("POST", "/backup-nodes", body(registration())).fault())
        .startsWith("409 conflictingRequest: ");
    assertThat(update("{\"cos_default\": \"\"}").status()).isEqualTo(400);
  }

  @Test
  void anotherProjectSeesNothing() {
    registered();
    String other = server.project();
    String token = server.token(Optional.of(other), "admin");
    String node = "/v3/" + other + "/backup-nodes/1";
    for (String method : new String[] {"GET", "DELETE"}) {
      assertThat(server.as(token, method, node, null).fault())
          .isEqualTo("404 itemNotFound: Backup node 1 could not be found.");
    }
    assertThat(server.as(token, "GET", "/v3/" + other + "/backup-nodes", null).body())
        .isEqualTo("{\"backup_nodes\":[]}");
  }

  @Test
  void aNodeWithImageBackupsIsDeregisteredByForceOnly() {
    registered();
    server.cloud.nodes.contents(new ThreeImageBackups());
    assertThat(server.send("DELETE", "/backup-nodes/1", null).fault())
        .startsWith("409 conflictingRequest: ")
        .contains("3 image backups");
    Answer forced = server.send("DELETE", "/backup-nodes/1?force=true&uninstall=false", null);
    assertThat(forced.status()).isEqualTo(204);
    assertThat(forced.body()).isEmpty();
    assertThat(server.send("DELETE", "/backup-nodes/1", null).status()).isEqualTo(404);
    assertThat(server.get("/backup-nodes").json().get("backup_nodes")).isEmpty();
  }

  /** What keeps a node from being deregistered. */
  private static final class ThreeImageBackups implements NodeContents {
    @Override
    public int count(String storageUuid, org.jooq.DSLContext sql) {
      return 3;
    }

    @Override
    public void stop(String storageUuid, Transaction transaction) {}

    @Override
    public int forget(String storageUuid, int atMost, Call call, Transaction transaction) {
      return 0;
    }
  }
}
