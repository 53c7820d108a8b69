package org.strongroom.server.face.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.identity.IdentityCall;
import org.strongroom.server.face.identity.IdentityServer;
import org.strongroom.server.fixture.SteppedClock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the document says of the identity face is compared with what that answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityCallsTest {
  @TempDir static Path directory;

  private final JsonMapper json = JsonMapper.builder().build();
  private final JsonNode document =
      json.readTree(json.writeValueAsString(OpenApiDocument.of("1.0")));
  private final HttpClient client = HttpClient.newHttpClient();
  private IdentityServer server;
  private String admin;

  @BeforeAll
  void start() throws Exception {
    server = new IdentityServer(directory, new SteppedClock());
    admin = server.logIn("admin", "password", Optional.of("admin"));
    server.core().call("CreateProject", Map.of("name", "web", "description", "pages"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private HttpResponse<String> send(IdentityCall call, String path, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.url().resolve(URI.create(path)))
            .header("X-Auth-Token", token)
            .header("X-Subject-Token", token);
    String body =
        call.body().isEmpty()
            ? ""
            : """
            {"auth":{"identity":{"methods":["token"],"token":{"id":"%s"}}}}\
            """
                .formatted(admin);
    return client.send(
        request.method(call.method(), BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private JsonNode operation(IdentityCall call) {
    JsonNode item = document.get("paths").get(call.path());
    assertThat(item.at("/servers/0/url").asString()).isEqualTo("/");
    return item.get(call.method().toLowerCase(Locale.ROOT));
  }

  /** Something that there is, for each path with a variable. */
  private static String path(IdentityCall call) {
    String id =
        switch (call) {
          case SHOW_DOMAIN -> "default";
          case SHOW_PROJECT -> Caller.ADMIN_PROJECT;
          case SHOW_ROLE -> org.strongroom.server.caller.Uuid.derived("role admin");
          default -> Caller.SYSTEM.accountUuid();
        };
    return call.path().replace("{id}", id);
  }

  @ParameterizedTest
  @EnumSource
  void answersAreAsTheDocumentSays(IdentityCall call) throws Exception {
    String token =
        call == IdentityCall.REVOKE_TOKEN
            ? server.logIn("admin", "password", Optional.empty())
            : admin;
    HttpResponse<String> answer = send(call, path(call), token);
    JsonNode declared = operation(call).get("responses").get(String.valueOf(answer.statusCode()));
    assertThat(declared).as("status %d", answer.statusCode()).isNotNull();
    assertThat(answer.statusCode()).isLessThan(400);
    if (answer.body().isEmpty()) {
      assertThat(declared.has("content")).isFalse();
    } else {
      follows(
          json.readTree(answer.body()),
          declared.at("/content/application~1json/schema"),
          call.path());
    }
    declared
        .path("headers")
        .propertyNames()
        .forEach(name -> assertThat(answer.headers().firstValue(name)).isPresent());
  }

  /** Names in role assignments, and tokens for no project, have other forms. */
  @Test
  void whatIsOptionalIsToldAsSuch() throws Exception {
    IdentityCall assignments = IdentityCall.LIST_ROLE_ASSIGNMENTS;
    follows(
        json.readTree(send(assignments, assignments.path() + "?include_names", admin).body()),
        operation(assignments).at("/responses/200/content/application~1json/schema"),
        "names");
    String unscoped = server.logIn("admin", "password", Optional.empty());
    follows(
        json.readTree(send(IdentityCall.SHOW_TOKEN, "/v3/auth/tokens", unscoped).body()),
        operation(IdentityCall.SHOW_TOKEN).at("/responses/200/content/application~1json/schema"),
        "unscoped");
  }

  @ParameterizedTest
  @EnumSource
  void whoNeedsATokenIsToldSo(IdentityCall call) throws Exception {
    HttpResponse<String> answer = send(call, path(call), "none");
    boolean anybody = operation(call).get("security").isEmpty();
    assertThat(answer.statusCode() == 401).isEqualTo(!anybody);
    if (!anybody) {
      follows(
          json.readTree(answer.body()),
          operation(call).at("/responses/401/content/application~1json/schema"),
          call.path());
    }
  }

  /** Each form of a log-in is understood: it fails because of what it names, not of its form. */
  @Test
  void logInsAreReadAsTheDocumentSays() throws Exception {
    for (Map<String, Object> example : IdentityCall.LOG_IN.body().orElseThrow().examples()) {
      String body = json.writeValueAsString(example);
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(server.url().resolve("/v3/auth/tokens"))
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(body).isIn(401, 429);
    }
  }

  private void follows(JsonNode value, JsonNode given, String place) {
    JsonNode schema =
        given.has("$ref") ? document.at(given.get("$ref").asString().substring(1)) : given;
    JsonNode type = schema.get("type");
    List<String> types =
        type.isArray()
            ? type.valueStream().map(JsonNode::asString).toList()
            : List.of(type.asString());
    assertThat(types).as(place).contains(type(value));
    if (value.isObject()) {
      schema
          .path("required")
          .forEach(name -> assertThat(value.has(name.asString())).as(place + " " + name).isTrue());
      value
          .properties()
          .forEach(property -> {
            JsonNode known = schema.path("properties").get(property.getKey());
            assertThat(known).as(place + "." + property.getKey()).isNotNull();
            follows(property.getValue(), known, place + "." + property.getKey());
          });
    }
    value
        .valueStream()
        .filter(_ -> value.isArray())
        .forEach(item -> follows(item, schema.get("items"), place + "[]"));
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL -> "null";
      case OBJECT -> "object";
      case ARRAY -> "array";
      case BOOLEAN -> "boolean";
      case NUMBER -> "integer";
      default -> "string";
    };
  }
}
