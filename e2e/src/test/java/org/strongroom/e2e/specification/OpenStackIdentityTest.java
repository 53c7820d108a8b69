package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.Programs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Debian's OpenStack clients log in and look around. */
class OpenStackIdentityTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String LOOK_AROUND =
      """
      import json, os
      from keystoneauth1 import exceptions, session
      from keystoneauth1.identity import Password, Token
      def password(**changes):
          given = dict(auth_url=os.environ['OS_AUTH_URL'], username=os.environ['OS_USERNAME'],
                       password=os.environ['OS_PASSWORD'], project_name=os.environ['OS_PROJECT_NAME'],
                       user_domain_name='Default', project_domain_id='default')
          given.update(changes)
          return session.Session(auth=Password(**given))
      s = password()
      told = {'project': s.get_project_id(), 'user': s.get_user_id(), 'roles': s.auth.get_access(s).role_names}
      for service in ('identity', 'volumev3', 'block-storage'):
          told[service] = s.get_endpoint(service_type=service, interface='internal', region_name='RegionOne')
      told['projects'] = [p['name'] for p in s.get('/auth/projects', endpoint_filter={
          'service_type': 'identity', 'version': (3, 0)}).json()['projects']]
      unscoped = password(project_name=None, project_domain_id=None)
      rescoped = session.Session(auth=Token(os.environ['OS_AUTH_URL'], token=unscoped.get_token(),
                                            project_id=told['project']))
      told['rescoped'] = rescoped.get_project_id()
      try:
          password(password='wrong').get_token()
      except exceptions.Unauthorized as e:
          told['refused'] = str(e)
      s.delete(os.environ['OS_AUTH_URL'] + '/v3/auth/tokens', headers={'X-Subject-Token': rescoped.get_token()})
      try:
          session.Session().get(os.environ['OS_AUTH_URL'] + '/v3/auth/projects',
                                headers={'X-Auth-Token': rescoped.get_token()})
      except exceptions.Unauthorized:
          told['revoked'] = True
      print(json.dumps(told))
      """;

  @TempDir static Path directory;
  private static ServerProcess server;

  @BeforeAll
  static void start() {
    server = new ServerProcess(directory, Map.of("STRONGROOM_LOG_LEVEL", "trace"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode openstack(URI url, String user, String password, String... words) {
    String project = user.equals("admin") ? "admin" : "web";
    return OpenStackCommand.of(url, user, password, project).json(words);
  }

  private static JsonNode openstack(String... words) {
    return openstack(server.url(), "admin", ServerProcess.PASSWORD, words);
  }

  private static int status(ServerProcess asked, String token) throws Exception {
    HttpResponse<Void> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(asked.url() + "/v3/auth/tokens"))
                .headers("X-Auth-Token", token, "X-Subject-Token", token)
                .build(),
            BodyHandlers.discarding());
    return answer.statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/v3", "/v3/"})
  void anyUsualAddressLeadsToAToken(String path) throws Exception {
    JsonNode token =
        openstack(
            URI.create(server.url() + path), "admin", ServerProcess.PASSWORD, "token", "issue");

    String text = token.get("id").asString();
    assertThat(status(server, text)).isEqualTo(200);
    String log = Files.readString(server.log(), StandardCharsets.UTF_8);
    assertThat(log).doesNotContain(text).doesNotContain(ServerProcess.PASSWORD);
  }

  @Test
  void theClientListsWhatThereIs() {
    assertThat(openstack("catalog", "list").valueStream())
        .extracting(service -> service.get("Type").asString())
        .contains("identity", "volumev3", "block-storage");
    assertThat(openstack("project", "list").valueStream())
        .extracting(project -> project.get("Name").asString())
        .contains("admin");
    assertThat(openstack("user", "list").valueStream())
        .extracting(user -> user.get("Name").asString())
        .contains("admin");
    assertThat(openstack("role", "list").valueStream())
        .extracting(role -> role.get("Name").asString())
        .contains("admin", "reader");
    assertThat(openstack("project", "show", "admin").get("enabled").asBoolean()).isTrue();
    assertThat(openstack("user", "show", "admin").get("name").asString()).isEqualTo("admin");
    assertThat(openstack("role", "assignment", "list", "--names").valueStream())
        .extracting(role -> role.get("User").asString() + " " + role.get("Role").asString())
        .contains("admin@Default admin");
  }

  @Test
  void theLibraryLogsInRescopesAndRevokes() {
    Programs.Ended ended =
        Programs.run(
            OpenStackCommand.of(server.url(), "admin", ServerProcess.PASSWORD, "admin")
                .program(List.of("/usr/bin/python3", "-I", "-c", LOOK_AROUND)),
            "");
    assertThat(ended.code()).as(ended.err()).isZero();
    JsonNode told = JSON.readTree(ended.out());
    String project = told.get("project").asString();
    assertThat(told.get("roles").toString()).isEqualTo("[\"admin\"]");
    assertThat(told.get("identity").asString()).isEqualTo(server.url().toString());
    assertThat(told.get("volumev3").asString()).isEqualTo(server.url() + "/v3/" + project);
    assertThat(told.get("block-storage").asString()).isEqualTo(server.url() + "/v3/" + project);
    assertThat(told.get("projects").valueStream()).extracting(JsonNode::asString).contains("admin");
    assertThat(told.get("rescoped").asString()).isEqualTo(project);
    assertThat(told.get("refused").asString())
        .contains("The request you have made requires authentication. (HTTP 401)");
    assertThat(told.get("revoked").asBoolean()).isTrue();
  }

  @Test
  void usersAndProjectsAreMadeByOperations() throws Exception {
    ZStackClient admin = ZStackClient.admin(server);
    String ann =
        TestBed.uuid(
            admin.post(
                "/accounts", Map.of("name", "ann", "password", ZStackClient.sha512("secret"))));
    String web = TestBed.uuid(admin.post("/projects", Map.of("name", "web")));
    admin.post(
        "/role-assignments", Map.of("accountUuid", ann, "projectUuid", web, "role", "reader"));

    assertThat(openstack(server.url(), "ann", "secret", "project", "list").valueStream())
        .extracting(project -> project.get("Name").asString())
        .containsExactly("web");
    String token = openstack(server.url(), "ann", "secret", "token", "issue").get("id").asString();
    assertThat(status(server, token)).isEqualTo(200);
    admin.act(
        "/accounts/" + ann, "updateAccount", Map.of("password", ZStackClient.sha512("changed")));
    assertThat(status(server, token)).isEqualTo(401);
  }

  @Test
  void anotherStrongroomsTokensCountWhereItIsTheKeystone(@TempDir Path elsewhere) throws Exception {
    String token = openstack("token", "issue").get("id").asString();
    try (ServerProcess believing =
        new ServerProcess(elsewhere, Map.of("STRONGROOM_KEYSTONE_URL", server.url().toString()))) {
      assertThat(status(believing, token)).isEqualTo(200);
      assertThat(status(believing, "nonsense")).isEqualTo(401);
      assertThat(status(server, token)).isEqualTo(200);
    }
    try (ServerProcess lonely =
        new ServerProcess(elsewhere, Map.of("STRONGROOM_KEYSTONE_URL", "http://127.0.0.1:1"))) {
      assertThat(status(lonely, token)).isEqualTo(503);
      String own =
          openstack(lonely.url(), "admin", ServerProcess.PASSWORD, "token", "issue")
              .get("id")
              .asString();
      assertThat(status(lonely, own)).isEqualTo(200);
    }
  }

  @Test
  void aCatalogFromBeforeProjectsGetsOne(@TempDir Path old) throws Exception {
    try (ServerProcess upgraded = new ServerProcess(old, Map.of())) {
      upgraded.stop();
      forgetProjects(old);
      upgraded.startAgain();

      JsonNode token = openstack(upgraded.url(), "admin", ServerProcess.PASSWORD, "token", "issue");
      assertThat(status(upgraded, token.get("id").asString())).isEqualTo(200);
    }
  }

  private static void forgetProjects(Path directory) throws SQLException, IOException {
    String url = "jdbc:sqlite:" + directory.resolve("data").resolve("strongroom.db").toRealPath();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM role_assignment");
      statement.executeUpdate("DELETE FROM project");
    }
  }
}
