package org.strongroom.server.face.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.QueryReply;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.face.HttpServer;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.RequestMetrics;
import org.strongroom.server.face.zstack.ZStackJson;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.fixture.TestCore;
import org.strongroom.server.secret.PasswordHash;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The message API as the clients of 2015 speak it. */
class MessageFaceTest {
  private static final String ZONE = "org.zstack.header.zone.";

  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir Path directory;

  private TestCore core;
  private HttpServer server;

  @BeforeEach
  void start() {
    SteppedClock clock = new SteppedClock();
    core = TestCore.start(directory, clock);
    MessageFace face =
        new MessageFace(
            core.calls(),
            core.jobs(),
            core.sessions(),
            new RequestBodies(4096),
            new ZStackJson(ZoneOffset.UTC),
            clock);
    server =
        new HttpServer(
            new Configuration.Http("127.0.0.1", 0, 4096, Optional.empty()),
            List.of(face::register),
            new RequestMetrics(new SimpleMeterRegistry()));
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
    core.close();
  }

  private HttpResponse<String> post(String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/zstack/api"))
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private JsonNode get(String path, String... headers) throws Exception {
    HttpResponse<String> answer = client.send(request(path, headers), BodyHandlers.ofString());
    return json.createObjectNode()
        .put("status", answer.statusCode())
        .set("body", answer.statusCode() == 200 ? json.readTree(answer.body()) : null);
  }

  private HttpRequest request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  /** Sends a message and gives what its answer holds under its one key. */
  private JsonNode send(String message, String fields, String answerClass) throws Exception {
    HttpResponse<String> answer = post("{\"%s\": {%s}}".formatted(message, fields));
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode envelope = json.readTree(answer.body());
    assertThat(envelope.get("state").asString()).isEqualTo("Done");
    assertThat(envelope.get("finishedDate").asString()).isEqualTo("Jun 1, 2015 3:42:26 PM");
    JsonNode result = json.readTree(envelope.get("result").asString());
    assertThat(result.propertyNames()).containsExactly(answerClass);
    return result.get(answerClass);
  }

  private String session() throws Exception {
    JsonNode reply =
        send(
            "org.zstack.header.identity.APILogInByAccountMsg",
            "\"accountName\": \"admin\", \"password\": \"%s\""
                .formatted(PasswordHash.sha512("password")),
            "org.zstack.header.identity.APILogInByAccountReply");
    assertThat(reply.get("success").asBoolean()).isTrue();
    return "\"session\": {\"uuid\": \"%s\"}".formatted(reply.at("/inventory/uuid").asString());
  }

  @Test
  void anOperationAnswersWithItsEvent() throws Exception {
    JsonNode event =
        send(
            ZONE + "APICreateZoneMsg",
            "\"name\": \"zone1\", \"description\": null, " + session(),
            ZONE + "APICreateZoneEvent");
    assertThat(event.get("success").asBoolean()).isTrue();
    assertThat(event.at("/inventory/name").asString()).isEqualTo("zone1");
  }

  @Test
  void aQueryTakesConditions() throws Exception {
    String session = session();
    for (String name : List.of("alpha", "beta", "gamma")) {
      send(
          ZONE + "APICreateZoneMsg",
          "\"name\": \"" + name + "\", " + session,
          ZONE + "APICreateZoneEvent");
    }
    JsonNode reply =
        send(
            ZONE + "APIQueryZoneMsg",
            "\"conditions\": [{\"name\": \"name\", \"op\": \"in\", \"value\": \"alpha,gamma\"},"
                + " {\"name\": \"description\", \"op\": \"is null\"}], \"sortBy\": \"name\","
                + " \"sortDirection\": \"desc\", \"replyWithCount\": true, "
                + session,
            ZONE + "APIQueryZoneReply");
    assertThat(reply.get("total").asInt()).isEqualTo(2);
    assertThat(reply.at("/inventories/0/name").asString()).isEqualTo("gamma");
    assertThat(reply.at("/inventories/1/name").asString()).isEqualTo("alpha");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'name','op':'=','value':'beta'}                | beta",
        "[{'name':'name','op':'in','value':['beta','gamma']}]   | beta gamma",
        "null                                                   | alpha beta gamma",
        "[]                                                     | alpha beta gamma",
        "'name=beta'                                            | SYS.1007",
        "7                                                      | SYS.1007",
        "true                                                   | SYS.1007",
        "['name=beta']                                          | SYS.1007",
        "[null]                                                 | SYS.1007",
        "{}                                                     | SYS.1007",
        "[{'name':'name','op':'=','value':{'a':'beta'}}]        | SYS.1007",
      })
  void conditionsOfAnotherTypeAreAppliedOrRefusedButNeverPassedOver(String conditions, String found)
      throws Exception {
    String session = session();
    for (String name : List.of("alpha", "beta", "gamma")) {
      send(
          ZONE + "APICreateZoneMsg",
          "\"name\": \"" + name + "\", " + session,
          ZONE + "APICreateZoneEvent");
    }
    assertThat(queried("\"conditions\": " + conditions.replace('\'', '"'), session))
        .isEqualTo(found);
  }

  @Test
  void anOrderThatIsNoneIsRefused() throws Exception {
    String session = session();
    assertThat(queried("\"sortBy\": [\"name\"]", session)).isEqualTo("SYS.1007");
    assertThat(queried("\"sortBy\": \"name\", \"sortDirection\": \"up\"", session))
        .isEqualTo("SYS.1007");
    assertThat(queried("\"sortBy\": \"name\", \"sortDirection\": null", session)).isEmpty();
  }

  /** The names of the zones that are found, or the code of the error. */
  private String queried(String fields, String session) throws Exception {
    JsonNode reply =
        send(ZONE + "APIQueryZoneMsg", fields + ", " + session, ZONE + "APIQueryZoneReply");
    return reply.has("error")
        ? reply.at("/error/code").asString()
        : reply
            .get("inventories")
            .valueStream()
            .map(row -> row.get("name").asString())
            .sorted()
            .collect(Collectors.joining(" "));
  }

  @Test
  void aDeadSessionIsToldInTheWordsByWhichClientsKnowToLogInAnew() throws Exception {
    String dead = "\"session\": {\"uuid\": \"%s\"}".formatted("0".repeat(32));
    JsonNode query = send(ZONE + "APIQueryZoneMsg", dead, ZONE + "APIQueryZoneReply");
    JsonNode event =
        send(ZONE + "APICreateZoneMsg", "\"name\": \"a\", " + dead, ZONE + "APICreateZoneEvent");
    for (JsonNode answer : List.of(query, event)) {
      assertThat(answer.at("/error/code").asString()).isEqualTo("ID.1001");
      assertThat(answer.at("/error/details").asString()).contains("Session expired");
    }
  }

  @Test
  void whatWasDoneIsFoundByTheMessageThatAskedForIt() throws Exception {
    send(ZONE + "APICreateZoneMsg", "\"name\": \"a\", " + session(), ZONE + "APICreateZoneEvent");
    for (String name : List.of("CreateZone", "APICreateZoneMsg", ZONE + "APICreateZoneMsg")) {
      QueryReply<?> found =
          (QueryReply<?>) core.call("QueryAudit", Map.of("q", List.of("operation=" + name)));
      assertThat(found.inventories()).as(name).hasSize(1);
    }
  }

  @Test
  void theResultCanBePolled() throws Exception {
    JsonNode envelope =
        json.readTree(
            post("{\"%sAPICreateZoneMsg\": {\"name\": \"zone1\", %s}}".formatted(ZONE, session()))
                .body());
    String result = "/zstack/api/result/" + envelope.get("uuid").asString();
    assertThat(get(result).at("/status").asInt()).isEqualTo(404); // without a session
    String session = json.readTree("{" + session() + "}").at("/session/uuid").asString();
    JsonNode polled = get(result, "Authorization", "OAuth " + session);
    assertThat(polled.at("/status").asInt()).isEqualTo(200);
    assertThat(polled.at("/body/result").asString()).isEqualTo(envelope.get("result").asString());
    assertThat(get("/zstack/api/result/0123").at("/status").asInt()).isEqualTo(404);
  }

  @Test
  void aFailureIsAnAnswer() throws Exception {
    JsonNode event =
        send(ZONE + "APICreateZoneMsg", "\"name\": \"zone1\"", ZONE + "APICreateZoneEvent");
    assertThat(event.get("success").asBoolean()).isFalse();
    assertThat(event.at("/error/code").asString()).isEqualTo("ID.1001");
    JsonNode reply =
        send(
            ZONE + "APIQueryZoneMsg",
            "\"conditions\": [{\"name\": \"name\", \"op\": \"almost\"}], " + session(),
            ZONE + "APIQueryZoneReply");
    assertThat(reply.at("/error/code").asString()).isEqualTo("SYS.1007");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{}",
        "{\"a\": {}, \"b\": {}}",
        "{\"org.zstack.header.zone.APICreateZoneMsg\": 1}",
        "{\"org.zstack.header.vm.APICreateVmInstanceMsg\": {}}"
      })
  void whatIsNoMessageIsRefused(String body) throws Exception {
    HttpResponse<String> answer = post(body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isNotBlank();
  }
}
