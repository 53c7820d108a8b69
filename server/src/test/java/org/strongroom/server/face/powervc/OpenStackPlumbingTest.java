package org.strongroom.server.face.powervc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.server.face.powervc.PowerVcServer.Answer;

/** What all routes below /v3/{project_id} have in common, over HTTP. */
final class OpenStackPlumbingTest {
  private static final String NODES = "/v3/" + PowerVcServer.PROJECT + "/backup-nodes";
  private static final String REQUEST_ID =
      "req-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
  private static final String VALID =
      """
      {"backup_nodes": {"registration": {"access_ip": "192.0.2.1", "user_id": "u", \
      "password": "p", "display_name": "n"}}}\
      """;

  private static PowerVcServer server;

  @BeforeAll
  static void start() {
    server = PowerVcServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nobody-has-this"})
  void withoutAValidTokenTheIdentityServiceAnswers(String token) {
    Answer answer = server.as(token, "POST", NODES, "no JSON");
    assertThat(answer.fault())
        .isEqualTo("401 error: The request you have made requires authentication.");
    assertThat(answer.json().at("/error/title").asString()).isEqualTo("Unauthorized");
    assertThat(answer.header("WWW-Authenticate"))
        .isEqualTo("Keystone uri=\"http://127.0.0.1:%d/v3\"".formatted(server.port()));
    assertThat(answer.header("X-Compute-Request-Id")).matches(REQUEST_ID);
  }

  @Test
  void theProjectInThePathIsTheTokens() {
    String other = server.project();
    String malformed = "400 badRequest: Malformed request url";
    assertThat(server.as(server.admin, "GET", "/v3/" + other + "/backup-nodes", null).fault())
        .isEqualTo(malformed);
    assertThat(server.as(server.admin, "POST", "/v3/x/backup-nodes", "no JSON").fault())
        .isEqualTo(malformed);
    assertThat(server.as(server.token(Optional.empty(), ""), "GET", NODES, null).fault())
        .isEqualTo(malformed);
    String dashed =
        PowerVcServer.PROJECT.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    assertThat(server.as(server.admin, "GET", "/v3/" + dashed + "/backup-nodes", null).status())
        .isEqualTo(200);
  }

  @Test
  void readersReadAndNothingElse() {
    String reader = server.token(Optional.of(PowerVcServer.PROJECT), "reader");
    for (String path : List.of("/backup-nodes", "/os-services")) {
      assertThat(server.as(reader, "GET", "/v3/" + PowerVcServer.PROJECT + path, null).status())
          .isEqualTo(200);
    }
    assertThat(server.as(reader, "POST", NODES, "no JSON").fault())
        .isEqualTo("403 forbidden: Policy doesn't allow backup-node:register to be performed.");
    assertThat(server.as(reader, "DELETE", NODES + "/1", null).fault())
        .isEqualTo("403 forbidden: Policy doesn't allow backup-node:deregister to be performed.");
    String image = "/v3/" + PowerVcServer.PROJECT + "/image-backups/1/";
    assertThat(server.as(reader, "GET", image + "upload", null).fault())
        .isEqualTo("403 forbidden: Policy doesn't allow image-backup:upload to be performed.");
    assertThat(server.as(reader, "GET", image + "download", null).status()).isEqualTo(403);
  }

  @Test
  void eachAnswerTellsItsRequestAndVersion() {
    for (Answer answer :
        List.of(server.get("/backup-nodes"), server.get("/backup-nodes/99"), server.get("/x"))) {
      assertThat(answer.header("X-Compute-Request-Id")).matches(REQUEST_ID);
      assertThat(answer.header("X-Openstack-Request-Id"))
          .isEqualTo(answer.header("X-Compute-Request-Id"))
          .isEqualTo(answer.header("X-Request-Id"));
      assertThat(answer.header("Openstack-Api-Version")).isEqualTo("volume 3.0");
      assertThat(answer.header("Vary")).contains("OpenStack-API-Version");
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "volume 3.0 | 200 | volume 3.0",
        "volume 3.27 | 200 | volume 3.27",
        "volume latest | 200 | volume 3.71",
        "compute 2.90 | 200 | volume 3.0",
        "compute 2.90, volume 3.5 | 200 | volume 3.5",
        "volume 3.72 | 406 | volume 3.0",
        "volume 2.0 | 406 | volume 3.0",
        "volume 3.99999999999999 | 406 | volume 3.0",
        "volume 3 | 400 | volume 3.0",
        "volume three | 400 | volume 3.0",
        "volume 3.01 | 400 | volume 3.0",
        "volume | 400 | volume 3.0"
      })
  void microversionsAreNegotiated(String asked, int status, String answered) {
    Answer answer = server.send("GET", "/backup-nodes", null, "OpenStack-API-Version", asked);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Openstack-Api-Version")).isEqualTo(answered);
    if (status == 406) {
      assertThat(answer.fault()).startsWith("406 computeFault: Version ");
    }
  }

  @Test
  void whatNoRouteTakesIsAFaultBelowV3Only() {
    assertThat(server.get("/volumes").fault()).startsWith("404 itemNotFound: ");
    assertThat(server.get("/backup-nodes/1/2/3").fault()).startsWith("404 itemNotFound: ");
    assertThat(server.send("PATCH", "/backup-nodes", "{}").fault()).startsWith("405 badMethod: ");
    assertThat(server.as("", "GET", "/v3/auth/nothing", null).fault()).startsWith("404 error: ");
    Answer elsewhere = server.as("", "GET", "/nothing", null);
    assertThat(elsewhere.status()).isEqualTo(404);
    assertThat(elsewhere.header("Content-Type")).startsWith("text/plain");
    assertThat(server.send("POST", "/backups", "{}").fault()).startsWith("501 notImplemented: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "01", "-1", "+1", "1.0", "one", "99", "9999999999999999999", "%20"})
  void whatNamesNoNodeIsNotFound(String id) {
    for (String method : List.of("GET", "DELETE")) {
      Answer answer = server.send(method, "/backup-nodes/" + id, null);
      assertThat(answer.fault()).startsWith("404 itemNotFound: Backup node ");
    }
    assertThat(server.send("PUT", "/backup-nodes/" + id + "/discover", null).status())
        .isEqualTo(404);
  }

  @Test
  void flagsAreStrict() {
    server.inventNodes(1);
    for (String flag : List.of("uninstall", "force")) {
      assertThat(server.send("DELETE", "/backup-nodes/1?" + flag + "=maybe", null).fault())
          .startsWith("400 badRequest: Invalid value for '" + flag + "'");
    }
    assertThat(server.send("DELETE", "/backup-nodes/1?force=true&force=false", null).fault())
        .endsWith("it is named more than once");
    assertThat(
            server
                .send("DELETE", "/backup-nodes/1?%3Cuninstall=true&force=perhaps%3E", null)
                .status())
        .isEqualTo(400);
    assertThat(server.send("DELETE", "/backup-nodes/1?force=Yes&uninstall=oFF", null).status())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "no JSON | Malformed request body: it is not JSON",
        "~~ | Malformed request body: it is empty",
        "[] | Malformed request body: it has to be an object",
        "{} | 'backup_nodes' is a required property",
        "{\"backup_node\": {}} | 'backup_nodes' is a required property",
        "{\"backup_nodes\": []} | field/attribute backup_nodes. It is not of type 'object'",
        "{\"backup_nodes\": {\"registration\": {}, \"x\": 1}} | not allowed ('x' was unexpected)",
        "{\"backup_nodes\": {\"registration\": {}}} | 'access_ip' is a required property",
        "VALID} | Malformed request body: it is not JSON",
        "{\"backup_nodes\": {}, \"backup_nodes\": {}} | names a key twice",
        "VALID:\"u\":7 | field/attribute user_id. A number is not of type 'string'",
        "VALID:\"u\":null | field/attribute user_id. null is not of type 'string'",
        "VALID:\"p\":{} | field/attribute password. An object is not of type 'string'",
        "VALID:\"u\":\"\" | field/attribute user_id. It is empty",
        "VALID:\"u\":\"  \" | field/attribute user_id. It is empty",
        "VALID:\"n\":\"a\\u0000b\" | field/attribute display_name. It holds a character",
        "VALID:\"n\":\"a\\ud800b\" | field/attribute display_name. It holds a character",
        "VALID:\"u\":\"u\", \"ssh_port\": 0 | ssh_port. 0 is not between 1 and 65535",
        "VALID:\"u\":\"u\", \"ssh_port\": \"22\" | ssh_port. A string is not of type 'integer'",
        "VALID:\"u\":\"u\", \"x\": 1, \"y\": 2 | not allowed ('x', 'y' were unexpected)",
        "{\u201cbackup_nodes\u201d: {}} | it holds typographic quotes",
      })
  void aBodyThatDoesNotFitIsRefusedWithTheReason(String body, String reason) {
    String sent = body;
    if (body.startsWith("VALID:")) {
      int colon = body.indexOf(':', 6);
      sent = VALID.replace(body.substring(6, colon), body.substring(colon + 1));
    } else if (body.startsWith("VALID")) {
      sent = VALID + body.substring(5);
    }
    Answer answer = server.send("POST", "/backup-nodes", sent);
    assertThat(answer.fault()).startsWith("400 badRequest: ").contains(reason);
  }

  @Test
  void deepAndLongBodiesAreRefused() {
    String deep = "[".repeat(10_000);
    assertThat(server.send("POST", "/backup-nodes", deep).fault())
        .startsWith("400 badRequest: Malformed request body");
    String name = VALID.replace("\"n\"", "\"" + "n".repeat(256) + "\"");
    assertThat(server.send("POST", "/backup-nodes", name).fault())
        .contains("display_name. It is too long: 256 characters, at most 255 are allowed");
    String large = VALID.replace("\"n\"", "\"" + "n".repeat(PowerVcServer.MOST_BODY) + "\"");
    Answer answer = server.send("POST", "/backup-nodes", large);
    assertThat(answer.fault()).startsWith("413 overLimit: ");
    assertThat(answer.header("Retry-After")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin1"
      })
  void otherTypesThanJsonAreRefusedIfTheBodyFits(String type) {
    assertThat(server.send("POST", "/backup-nodes", VALID, "Content-Type", type).fault())
        .startsWith("415 badMediaType: ");
    assertThat(server.send("POST", "/backup-nodes", "{}", "Content-Type", type).status())
        .isEqualTo(400);
  }
}
