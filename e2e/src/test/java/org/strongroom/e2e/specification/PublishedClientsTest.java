package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;
import tools.jackson.databind.JsonNode;

/** What the published Java and Go clients demand of a server, in the requests that they send. */
class PublishedClientsTest {
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

  @Test
  void javaLogsInWithJobUuidAndSchema() {
    ZStackClient.Answer answer =
        admin
            .anonymous()
            .send(
                "PUT",
                "/accounts/login",
                ZStackClient.json(
                    "logInByAccount",
                    Map.of(
                        "accountName",
                        "admin",
                        "password",
                        ZStackClient.sha512(ServerProcess.PASSWORD))),
                "X-Job-UUID",
                UUID.randomUUID().toString().replace("-", ""),
                "X-JSON-Schema",
                "true");

    assertThat(answer.ok().at("/inventory/uuid").asString()).matches("[0-9a-f]{32}");
    assertThat(answer.json().get("schema").toString())
        .isEqualTo("{\"inventory\":\"org.zstack.header.identity.SessionInventory\"}");
  }

  @Test
  void javaPollsWithSchemaAndSeesOnly202And200And503() {
    ZStackClient.Answer accepted =
        admin.send(
            "POST",
            "/zones",
            """
            {"params":{"name":"java","systemTags":[],"userTags":["sdk"]}}
            """,
            "X-JSON-Schema",
            "true",
            "X-Job-UUID",
            UUID.randomUUID().toString().replace("-", ""));

    assertThat(accepted.json().get("location").asString()).contains("/zstack/v1/api-jobs/");
    assertThat(admin.awaitJob(ZStackClient.jobUuid(accepted)).status()).isEqualTo(200);
    ZStackClient.Answer refused = admin.send("POST", "/zones", "{\"params\":{}}");
    ZStackClient.Answer failed = admin.awaitJob(ZStackClient.jobUuid(refused));
    assertThat(failed.status()).isEqualTo(503);
    assertThat(failed.json().get("error").isObject()).isTrue();
  }

  @Test
  void javaPercentEncodesConditions() {
    admin.post("/zones", Map.of("name", "percent encoded"));

    assertThat(admin.get("/zones?q=name%3Dpercent%20encoded&q=state%3DEnabled").get("inventories"))
        .hasSize(1);
  }

  @Test
  void javaTakesSuccessOfAnEmptyReply() {
    String zone = TestBed.uuid(admin.post("/zones", Map.of("name", "empty reply")));

    ZStackClient.Answer deleted = admin.call("DELETE", "/zones/" + zone);

    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.body()).isEqualTo("{}");
  }

  @Test
  void goLogsInWithNullsForWhatItDoesNotUse() {
    ZStackClient.Answer answer =
        admin
            .anonymous()
            .send(
                "PUT",
                "/accounts/login",
                """
                {"logInByAccount":{"accountName":"admin","password":"%s","accountType":null,
                 "captchaUuid":null,"verifyCode":null,"clientInfo":null},"systemTags":null,"userTags":null}
                """
                    .formatted(ZStackClient.sha512(ServerProcess.PASSWORD)),
                "x-session-id",
                "whatever");

    assertThat(answer.ok().at("/inventory/uuid").asString()).isNotEmpty();
  }

  @Test
  void goChecksItsSessionAndCounts() {
    JsonNode zones = admin.get("/zones?limit=1&replyWithCount=true");

    assertThat(zones.has("total")).isTrue();
  }

  @Test
  void goShowsAZoneWithADoubleSlash() {
    String zone = TestBed.uuid(admin.post("/zones", Map.of("name", "double slash")));

    assertThat(admin.get("/zones//" + zone).at("/inventories/0/uuid").asString()).isEqualTo(zone);
  }

  @Test
  void goDeletesWithTheModeInTheQuery() {
    String zone = TestBed.uuid(admin.post("/zones", Map.of("name", "go delete")));

    admin.delete("/zones/" + zone + "?deleteMode=Permissive");

    assertThat(admin.get("/zones/" + zone).get("inventories")).isEmpty();
  }

  @Test
  void helpersNeedNoSession() {
    ZStackClient anonymous = admin.anonymous();
    String path = "/management-nodes/actions";

    assertThat(anonymous.send("PUT", path, "{\"getVersion\":{}}").ok().get("version").asString())
        .isNotBlank();
    assertThat(anonymous.send("PUT", path, "{\"getCurrentTime\":{}}").ok().has("currentTime"))
        .isTrue();
    assertThat(
            anonymous
                .get("/accounts/sessions/" + admin.session() + "/valid")
                .get("valid")
                .asBoolean())
        .isTrue();
    assertThat(anonymous.get("/accounts/sessions/unknown/valid").get("valid").asBoolean())
        .isFalse();
  }
}
