package org.strongroom.server.face.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.face.identity.IdentityServer.body;
import static org.strongroom.server.face.identity.IdentityServer.json;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.AccountInventory;
import org.strongroom.api.inventory.ProjectInventory;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.face.openstack.Times;
import org.strongroom.server.fixture.CheapPassword;
import org.strongroom.server.fixture.SteppedClock;
import org.strongroom.server.secret.PasswordHash;
import tools.jackson.databind.JsonNode;

/** The identity face over HTTP, as the wire notes 4.1 to 4.4 describe it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityFaceTest {
  private static final String TOKENS = "/v3/auth/tokens";
  private static final String ADMIN_SCOPE =
      ",\"scope\":{\"project\":{\"name\":\"admin\",\"domain\":{\"id\":\"default\"}}}";
  private static final String REFUSED = "The request you have made requires authentication.";

  @TempDir static Path directory;

  private final SteppedClock clock = new SteppedClock();
  private IdentityServer server;
  private String admin;
  private String ann;
  private String annUuid;
  private String webUuid;

  /** Many log-ins fail here; none of them is to wait for the ones before. */
  @BeforeEach
  void letDelaysPass() {
    clock.advance(Duration.ofSeconds(31));
  }

  @BeforeAll
  void start() throws Exception {
    server = new IdentityServer(directory, clock);
    annUuid =
        ((AccountInventory)
                made(
                    "CreateAccount",
                    Map.of("name", "ann", "password", PasswordHash.sha512("secret"))))
            .uuid();
    CheapPassword.keep(server.core().database(), annUuid, "secret");
    webUuid = ((ProjectInventory) made("CreateProject", Map.of("name", "web"))).uuid();
    server
        .core()
        .call(
            "AddRoleAssignment",
            Map.of("accountUuid", annUuid, "projectUuid", webUuid, "role", "admin"));
    admin = server.logIn("admin", "password", Optional.of("admin"));
    ann = server.logIn("ann", "secret", Optional.of("web"));
  }

  private Object made(String operation, Map<String, ?> values) {
    return ((InventoryReply<?>) server.core().call(operation, values)).inventory();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private HttpResponse<String> logIn(String body) throws Exception {
    return server.send("POST", TOKENS, body);
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return server.send("GET", path, "", "X-Auth-Token", token);
  }

  private HttpResponse<String> subject(String method, String token, String subject)
      throws Exception {
    return server.send(method, TOKENS, "", "X-Auth-Token", token, "X-Subject-Token", subject);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static void isError(HttpResponse<String> answer, int status, String title) {
    assertThat(answer.statusCode()).isEqualTo(status);
    JsonNode error = json(answer).get("error");
    assertThat(error.get("code").asInt()).isEqualTo(status);
    assertThat(error.get("title").asString()).isEqualTo(title);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
  }

  @Test
  void aLogInAnswersWithATokenAndTheCatalog() throws Exception {
    HttpResponse<String> answer = logIn(body("admin", "password", ADMIN_SCOPE));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(header(answer, "X-Subject-Token")).hasSize(43);
    assertThat(answer.headers().allValues("Vary")).contains("X-Auth-Token");
    assertThat(header(answer, "X-Openstack-Request-Id"))
        .matches("req-[0-9a-f-]{36}")
        .isEqualTo(header(answer, "X-Compute-Request-Id"));
    JsonNode token = json(answer).get("token");
    assertThat(token.get("methods").toString()).isEqualTo("[\"password\"]");
    assertThat(token.get("user").toString())
        .isEqualTo(
            """
            {"id":"%s","name":"admin","domain":{"id":"default","name":"Default"},"password_expires_at":null}\
            """
                .formatted(Caller.SYSTEM.accountUuid()));
    assertThat(token.get("issued_at").asString()).isEqualTo(Times.exact(clock.instant()) + "Z");
    assertThat(token.get("expires_at").asString())
        .isEqualTo(Times.exact(clock.instant().plus(Duration.ofHours(6))) + "Z");
    assertThat(token.get("project").toString())
        .isEqualTo(
            """
            {"id":"%s","name":"admin","domain":{"id":"default","name":"Default"}}\
            """
                .formatted(Caller.ADMIN_PROJECT));
    assertThat(token.at("/roles/0/name").asString()).isEqualTo("admin");
    assertThat(token.get("is_domain").asBoolean()).isFalse();
    assertThat(token.get("audit_ids").get(0).asString()).hasSize(22);
    assertThat(endpoints(token, "identity")).isEqualTo(List.of(server.url().toString()));
    String volumes = server.url() + "/v3/" + Caller.ADMIN_PROJECT;
    assertThat(endpoints(token, "volumev3")).isEqualTo(List.of(volumes));
    assertThat(endpoints(token, "block-storage")).isEqualTo(List.of(volumes));
  }

  /** The different addresses of a service, which has to have all three interfaces. */
  private static List<String> endpoints(JsonNode token, String type) {
    List<JsonNode> endpoints =
        token
            .get("catalog")
            .valueStream()
            .filter(service -> service.get("type").asString().equals(type))
            .flatMap(service -> service.get("endpoints").valueStream())
            .toList();
    assertThat(endpoints)
        .extracting(endpoint -> endpoint.get("interface").asString())
        .containsExactlyInAnyOrder("public", "internal", "admin");
    assertThat(endpoints)
        .extracting(endpoint -> endpoint.get("region").asString())
        .containsOnly("RegionOne");
    return endpoints.stream().map(e -> e.get("url").asString()).distinct().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"scope\":\"unscoped\"", ",\"scope\":{\"unscoped\":{}}"})
  void withoutAScopeATokenIsForNoProject(String scope) throws Exception {
    JsonNode token = json(logIn(body("admin", "password", scope))).get("token");
    assertThat(token.propertyNames()).doesNotContain("project", "roles", "catalog");
  }

  @Test
  void theCatalogCanBeLeftOut() throws Exception {
    HttpResponse<String> answer =
        server.send("POST", TOKENS + "?nocatalog", body("admin", "password", ADMIN_SCOPE));
    assertThat(json(answer).get("token").propertyNames()).contains("roles");
    assertThat(json(answer).get("token").propertyNames()).doesNotContain("catalog");
  }

  @Test
  void addressesAreThoseThatTheClientUses() throws Exception {
    HttpResponse<String> answer =
        server.send(
            "POST", TOKENS, body("admin", "password", ADMIN_SCOPE), "X-Forwarded-Proto", "https");
    assertThat(endpoints(json(answer).get("token"), "identity"))
        .isEqualTo(List.of("https://127.0.0.1:" + server.url().getPort()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example\\\"x", "<script>", "a:b:c", "[::1", "host:999999"})
  void aHostThatIsNoneIsNotRepeated(String host) throws Exception {
    try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).doesNotContain(host + "/v3").doesNotContain(" 500 ");
    }
  }

  @Test
  void askingForHeadersNeedsATokenToo() throws Exception {
    assertThat(server.send("HEAD", "/v3/projects", "").statusCode()).isEqualTo(401);
    assertThat(server.send("HEAD", "/v3/projects", "", "X-Auth-Token", admin).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"admin, wrong", "nobody, password", "admin, ''"})
  void wrongCredentialsLookTheSame(String user, String password) throws Exception {
    HttpResponse<String> answer = logIn(body(user, password, ADMIN_SCOPE));

    isError(answer, 401, "Unauthorized");
    assertThat(json(answer).at("/error/message").asString()).isEqualTo(REFUSED);
    assertThat(header(answer, "WWW-Authenticate"))
        .isEqualTo("Keystone uri=\"" + server.url() + "/v3\"");
    assertThat(header(answer, "X-Openstack-Request-Id")).startsWith("req-");
    assertThat(header(answer, "X-Subject-Token")).isEmpty();
  }

  @Test
  void aProjectWithoutARoleLooksLikeAWrongPassword() throws Exception {
    HttpResponse<String> answer = logIn(body("ann", "secret", ADMIN_SCOPE));
    isError(answer, 401, "Unauthorized");
    assertThat(json(answer).at("/error/message").asString()).isEqualTo(REFUSED);
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    HttpResponse<String> answer =
        logIn("{\"auth\":{\"identity\":{\"methods\":[\"application_credential\"]}}}");
    isError(answer, 401, "Unauthorized");
    assertThat(answer.body()).contains("unsupported method");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                   | The body has to be a JSON object.
          not json                             | The body is not JSON: it goes wrong in line 1, column 1.
          []                                   | The body has to be a JSON object.
          {"auth":{},"auth":{}}                | The body names a key twice: it goes wrong in line 1, column 18.
          {}                                   | auth is missing.
          {"auth":[]}                          | auth has to be an object.
          {"auth":{}}                          | auth.identity is missing.
          {"auth":{"identity":7}}              | auth.identity has to be an object.
          {"auth":{"identity":{}}}             | auth.identity.methods is missing.
          {"auth":{"identity":{"methods":"password"}}} | auth.identity.methods has to be a list of texts.
          {"auth":{"identity":{"methods":[1]}}} | auth.identity.methods has to be a list of texts.
          {"auth":{"identity":{"methods":[]}}} | auth.identity.methods is empty.
          {"auth":{"identity":{"methods":["password"]}}} | auth.identity.password is missing.
          {"auth":{"identity":{"methods":["token"],"token":{"id":5}}}} | auth.identity.token.id has to be a text.
          {"auth":{"identity":{"methods":["password"],"password":{"user":{"password":"canary"}}}}} | auth.identity.password.user needs an id, or a name and a domain.
          {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"a","password":"canary"}}}}} | auth.identity.password.user.domain is missing.
          {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"a","domain":{},"password":"canary"}}}}} | auth.identity.password.user.domain needs an id or a name.
          {"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"a"}}}}} | auth.identity.password.user.password is missing.
          {"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"a","password":["canary"]}}}}} | auth.identity.password.user.password has to be a text.
          {"auth":{"identity":{"methods":["password"]},"scope":"all"}} | auth.scope has to be an object, or 'unscoped'.
          {"auth":{"identity":{"methods":["password"]},"scope":{}}} | auth.scope has to hold exactly one of project, domain, system, unscoped, OS-TRUST:trust.
          {"auth":{"identity":{"methods":["password"]},"scope":{"project":{}}}} | auth.scope.project needs an id, or a name and a domain.
          {"auth":{"identity":{"methods":["password"]},"scope":{"project":{"name":"a"}}}} | auth.scope.project.domain is missing.
          """)
  void malformedBodiesAreToldWhatIsWrong(String body, String message) throws Exception {
    HttpResponse<String> answer = logIn(body);
    isError(answer, 400, "Bad Request");
    assertThat(json(answer).at("/error/message").asString()).isEqualTo(message);
    assertThat(answer.body()).doesNotContain("canary");
  }

  static Stream<String> mutations() {
    String good =
        """
        {"auth":{"identity":{"methods":["password"],"password":{"user":{"id":"x","name":"a",
        "domain":{"id":"default","name":"Default"},"password":"p"}},"token":{"id":"t"}},
        "scope":{"project":{"id":"x","name":"a","domain":{"id":"default","name":"Default"}}}}}\
        """;
    List<String> keys =
        List.of(
            "auth",
            "identity",
            "methods",
            "password",
            "user",
            "id",
            "name",
            "domain",
            "token",
            "scope",
            "project");
    List<String> values =
        List.of(
            "null", "true", "7", "1e999", "[]", "[[]]", "{}", "\"\"", "\"\\u0000\"", "\"\\ud800\"");
    return keys.stream()
        .flatMap(key ->
            values.stream()
                .map(value ->
                    good.replaceFirst("\"" + key + "\":", "\"" + key + "\":" + value + ",\"_\":")))
        .flatMap(body ->
            Stream.of(body, body.replace("\"methods\":[\"password\"]", "\"methods\":[\"token\"]")));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void wrongTypesAnywhereAreTheCallersFault(String body) throws Exception {
    assertThat(logIn(body).statusCode()).isIn(400, 401);
  }

  /** A gzip is no JSON that somebody has written wrongly. */
  @Test
  void packedBodiesAreRefusedAsSuch() throws Exception {
    HttpResponse<String> answer =
        server.send(
            "POST", TOKENS, body("admin", "password", ADMIN_SCOPE), "Content-Encoding", "gzip");
    isError(answer, 415, "Unsupported Media Type");
    HttpResponse<String> plain =
        server.send(
            "POST", TOKENS, body("admin", "password", ADMIN_SCOPE), "Content-Encoding", "identity");
    assertThat(plain.statusCode()).isEqualTo(201);
  }

  @Test
  void deepAndLargeBodiesAreRefused() throws Exception {
    isError(logIn("[".repeat(2000)), 400, "Bad Request");
    isError(logIn(" ".repeat(IdentityServer.LARGEST_BODY + 1)), 413, "Request Entity Too Large");
  }

  @Test
  void aTokenCanBeCheckedAndRevoked() throws Exception {
    String token = server.logIn("ann", "secret", Optional.of("web"));

    HttpResponse<String> shown = subject("GET", token, token);
    assertThat(shown.statusCode()).isEqualTo(200);
    assertThat(header(shown, "X-Subject-Token")).isEqualTo(token);
    assertThat(json(shown).at("/token/user/name").asString()).isEqualTo("ann");
    HttpResponse<String> head = subject("HEAD", token, token);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();

    assertThat(subject("DELETE", token, token).statusCode()).isEqualTo(204);

    isError(subject("GET", token, token), 401, "Unauthorized");
    isError(subject("GET", admin, token), 404, "Not Found");
    isError(subject("DELETE", admin, token), 404, "Not Found");
  }

  @Test
  void tokensOfOthersAreForAdministrators() throws Exception {
    assertThat(subject("GET", admin, ann).statusCode()).isEqualTo(200);
    isError(subject("GET", ann, admin), 403, "Forbidden");
    isError(subject("DELETE", ann, admin), 403, "Forbidden");
    assertThat(subject("GET", admin, admin).statusCode()).isEqualTo(200);
    isError(server.send("GET", TOKENS, "", "X-Auth-Token", admin), 400, "Bad Request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v3/auth/tokens",
        "/v3/auth/catalog",
        "/v3/auth/projects",
        "/v3/auth/domains",
        "/v3/users",
        "/v3/users/x",
        "/v3/users/x/projects",
        "/v3/projects",
        "/v3/projects/x",
        "/v3/domains",
        "/v3/domains/default",
        "/v3/roles",
        "/v3/roles/x",
        "/v3/role_assignments"
      })
  void nothingIsToldWithoutAToken(String path) throws Exception {
    isError(server.send("GET", path, ""), 401, "Unauthorized");
    isError(get(path, "nonsense"), 401, "Unauthorized");
    assertThat(header(get(path, "nonsense"), "WWW-Authenticate")).startsWith("Keystone uri=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v3/users", "/v3/projects", "/v3/role_assignments"})
  void listsOfAllAreForAdministrators(String path) throws Exception {
    assertThat(get(path, admin).statusCode()).isEqualTo(200);
    isError(get(path, ann), 403, "Forbidden");
  }

  @Test
  void everybodySeesItself() throws Exception {
    assertThat(names(get("/v3/auth/projects", ann), "projects")).containsExactly("web");
    assertThat(names(get("/v3/users/" + annUuid + "/projects", ann), "projects"))
        .containsExactly("web");
    assertThat(json(get("/v3/users/" + annUuid, ann)).at("/user/name").asString()).isEqualTo("ann");
    assertThat(json(get("/v3/projects/" + webUuid, ann)).at("/project/name").asString())
        .isEqualTo("web");
    isError(get("/v3/users/" + Caller.SYSTEM.accountUuid(), ann), 404, "Not Found");
    isError(get("/v3/users/" + Caller.SYSTEM.accountUuid() + "/projects", ann), 403, "Forbidden");
    isError(get("/v3/projects/" + Caller.ADMIN_PROJECT, ann), 404, "Not Found");
  }

  @Test
  void administratorsSeeAll() throws Exception {
    assertThat(names(get("/v3/projects", admin), "projects")).containsExactly("admin", "web");
    assertThat(names(get("/v3/projects?name=web", admin), "projects")).containsExactly("web");
    assertThat(names(get("/v3/projects?enabled=false", admin), "projects")).isEmpty();
    assertThat(names(get("/v3/users", admin), "users")).containsExactly("admin", "ann");
    assertThat(names(get("/v3/users?name=ann&domain_id=default", admin), "users"))
        .containsExactly("ann");
    assertThat(names(get("/v3/users?domain_id=other", admin), "users")).isEmpty();
    assertThat(names(get("/v3/users/" + annUuid + "/projects", admin), "projects"))
        .containsExactly("web");
    assertThat(names(get("/v3/roles", admin), "roles")).containsExactly("admin", "reader");
    assertThat(names(get("/v3/domains", admin), "domains")).containsExactly("Default");
    isError(get("/v3/users/ann", admin), 404, "Not Found");
    isError(get("/v3/projects/%01%27", admin), 404, "Not Found");
    isError(get("/v3/domains/other", admin), 404, "Not Found");
  }

  private static List<String> names(HttpResponse<String> answer, String noun) {
    return json(answer).get(noun).valueStream().map(row -> row.get("name").asString()).toList();
  }

  @Test
  void roleAssignmentsAreShownWithNamesIfAsked() throws Exception {
    JsonNode plain =
        json(get("/v3/role_assignments?user.id=" + annUuid, admin)).get("role_assignments");
    assertThat(plain).hasSize(1);
    assertThat(plain.at("/0/scope/project").toString()).isEqualTo("{\"id\":\"" + webUuid + "\"}");
    JsonNode named =
        json(get("/v3/role_assignments?include_names=True&scope.project.id=" + webUuid, admin))
            .get("role_assignments");
    assertThat(named.at("/0/user/name").asString()).isEqualTo("ann");
    assertThat(named.at("/0/user/domain/name").asString()).isEqualTo("Default");
    assertThat(named.at("/0/role/name").asString()).isEqualTo("admin");
  }

  @Test
  void theCatalogIsForAProject() throws Exception {
    assertThat(json(get("/v3/auth/catalog", ann)).get("catalog")).hasSize(3);
    String unscoped = server.logIn("ann", "secret", Optional.empty());
    isError(get("/v3/auth/catalog", unscoped), 403, "Forbidden");
    assertThat(names(get("/v3/auth/projects", unscoped), "projects")).containsExactly("web");
  }

  @ParameterizedTest
  @CsvSource({"/, 300", "/v3, 200", "/v3/, 200"})
  void theVersionsAreThoseOfTheVolumeApi(String path, int status) throws Exception {
    HttpResponse<String> answer = server.send("GET", path, "");
    assertThat(answer.statusCode()).isEqualTo(status);
    JsonNode version = json(answer).at("/versions/0");
    assertThat(version.get("id").asString()).isEqualTo("v3.0");
    assertThat(version.get("status").asString()).isEqualTo("CURRENT");
    assertThat(version.get("min_version").asString()).isEqualTo("3.0");
    assertThat(version.get("version").asString()).isEqualTo("3.71");
    assertThat(version.get("links").valueStream())
        .extracting(link -> link.get("rel").asString() + " " + link.get("href").asString())
        .contains("self " + server.url() + "/v3/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/identity", "/identity/"})
  void clientsOfTheIdentityServiceAloneFindItsVersionsWithItsAddress(String path) throws Exception {
    HttpResponse<String> answer = server.send("GET", path, "");
    assertThat(answer.statusCode()).isEqualTo(300);
    JsonNode version = json(answer).at("/versions/values/0");
    assertThat(version.get("id").asString()).startsWith("v3.");
    assertThat(version.get("status").asString()).isEqualTo("stable");
    assertThat(version.at("/links/0/rel").asString()).isEqualTo("self");
    assertThat(version.at("/links/0/href").asString()).isEqualTo(server.url() + "/v3/");
  }
}
