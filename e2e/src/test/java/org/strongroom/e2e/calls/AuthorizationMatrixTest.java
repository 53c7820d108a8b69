package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.strongroom.e2e.bed.BucketStore;
import org.strongroom.e2e.bed.CatalogRows;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestNode;
import org.strongroom.e2e.bed.VolumeAnswer;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.ForeignOva;
import org.strongroom.server.face.powervc.PowerVcFace;

/**
 * Every operation of the PowerVC face, tried by everybody. The requests are such that not even the
 * administrator's change anything, so that whatever changes has gone past a check.
 */
class AuthorizationMatrixTest {
  private static final String PASSWORD = "reader-Secret1";
  @TempDir static Path directory;
  private static TestBed bed;
  private static BucketStore store;
  private static TestNode node;
  private static String imageBackup;
  private static String bucket;
  private static Map<Bearer, PowerVcClient> clients;
  private static Map<String, Long> rows;
  private static List<String> files;

  /** Who calls. */
  enum Bearer {
    ANONYMOUS,
    GARBAGE,
    UNSCOPED,
    OTHER_PROJECT,
    READER,
    ADMIN
  }

  /**
   * An operation, in a request that changes nothing.
   *
   * @param admin what an administrator is answered
   * @param reader whether readers are answered the same
   */
  record Try(String method, String path, String body, int admin, boolean reader) {}

  /** All operations below {@code /v3/{project_id}}. */
  private static final List<Try> OPERATIONS =
      List.of(
          read("/backup-nodes"),
          read("/backup-nodes/{node}"),
          write("POST", "/backup-nodes", "{\"backup_nodes\":{\"registration\":{}}}", 400),
          write("PUT", "/backup-nodes/{node}", "{\"backup_nodes\":{\"registration\":{}}}", 201),
          write("PUT", "/backup-nodes/{node}/discover", "", 200),
          write("DELETE", "/backup-nodes/{node}", "", 409),
          read("/image-backups"),
          read("/image-backups/detail"),
          read("/image-backups/{backup}"),
          new Try("GET", "/image-backups/tasks/{unknown}", "", 404, true),
          write("POST", "/image-backups/export_image", "{\"image-backup\":{}}", 400),
          write("POST", "/image-backups/import_image", "{\"image-backup\":{}}", 400),
          write("PUT", "/image-backups/{backup}", "{\"image-backup\":{}}", 200),
          write("DELETE", "/image-backups/{unknown}", "", 404),
          write("POST", "/image-backups/{unknown}/action", "{\"os-force_delete\":{}}", 404),
          write(
              "POST",
              "/image-backups/{unknown}/action",
              "{\"os-reset_status\":{\"status\":\"error\"}}",
              404),
          write("GET", "/image-backups/{unknown}/upload", "", 404),
          write("POST", "/image-backups/{unknown}/upload", "", 404),
          write("GET", "/image-backups/{unknown}/download", "", 404),
          write("POST", "/image-backups/{unknown}/download", "", 404),
          read("/cos"),
          read("/cos/{bucket}"),
          read("/cos/{bucket}/list_images"),
          new Try("GET", "/cos/{unknown}", "", 404, true),
          new Try("GET", "/cos/{unknown}/list_images", "", 404, true),
          write("POST", "/cos", "{\"cos\":{}}", 400),
          write("PUT", "/cos/{bucket}", "{\"cos\":{}}", 200),
          write("PUT", "/cos/{unknown}", "{\"cos\":{}}", 404),
          write("DELETE", "/cos/{unknown}", "", 404),
          read("/backups"),
          read("/backups/detail"),
          read("/backups/{backup}"),
          write("DELETE", "/backups/{unknown}", "", 404),
          write("POST", "/backups", "{\"backup\":{\"volume_id\":\"{unknown}\"}}", 501),
          write("POST", "/backups/{unknown}/action", "{\"os-force_delete\":{}}", 404),
          write(
              "POST",
              "/backups/{unknown}/restore",
              "{\"restore\":{\"volume_id\":\"{unknown}\"}}",
              501),
          read("/os-services"));

  private static Try read(String path) {
    return new Try("GET", path, "", 200, true);
  }

  private static Try write(String method, String path, String body, int admin) {
    return new Try(method, path, body, admin, false);
  }

  @BeforeAll
  static void start() {
    bed = TestBed.start(directory);
    store = new BucketStore();
    PowerVcClient admin = PowerVcClient.admin(bed.server());
    bucket = store.register(bed.admin(), "bucket", admin.project());
    node = TestNode.register(admin, bed.sshd(), "node1");
    ForeignOva.of(new byte[65_536]).pack(node.storage().local().resolve("by hand.ova"));
    admin.call("PUT", node.path() + "/discover").answered(200);
    imageBackup =
        admin.call("GET", "/image-backups").answered(200).at("/image_backups/0/id").asString();
    String reader =
        TestBed.uuid(
            bed.admin()
                .post(
                    "/accounts",
                    Map.of("name", "reader", "password", ZStackClient.sha512(PASSWORD))));
    String other = TestBed.uuid(bed.admin().post("/projects", Map.of("name", "other")));
    assign(reader, admin.project(), "reader");
    assign(reader, other, "admin");
    clients =
        Map.of(
            Bearer.ANONYMOUS, admin.withToken(""),
            Bearer.GARBAGE, admin.withToken("garbage"),
            Bearer.UNSCOPED, admin.withToken(unscoped()),
            Bearer.OTHER_PROJECT,
                PowerVcClient.logIn(bed.server().url(), "reader", PASSWORD, "other")
                    .inProject(admin.project()),
            Bearer.READER, PowerVcClient.logIn(bed.server().url(), "reader", PASSWORD, "admin"),
            Bearer.ADMIN, admin);
    rows = CatalogRows.of(bed.server());
    files = node.storage().contents();
  }

  private static void assign(String account, String project, String role) {
    bed.admin()
        .post(
            "/role-assignments",
            Map.of("accountUuid", account, "projectUuid", project, "role", role));
  }

  private static String unscoped() {
    return PowerVcClient.authenticate(bed.server().url(), "admin", ServerProcess.PASSWORD, Map.of())
        .header("X-Subject-Token");
  }

  @AfterAll
  static void stop() {
    store.close();
    bed.close();
  }

  @AfterEach
  void nothingChanged() {
    assertThat(CatalogRows.of(bed.server())).isEqualTo(rows);
    assertThat(node.storage().contents()).isEqualTo(files);
  }

  static Stream<Arguments> everyOperationByEverybody() {
    return OPERATIONS.stream()
        .flatMap(
            operation -> Stream.of(Bearer.values()).map(bearer -> Arguments.of(bearer, operation)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyOperationByEverybody")
  void isAnswered(Bearer bearer, Try operation) {
    VolumeAnswer answer =
        clients
            .get(bearer)
            .call(operation.method(), filled(operation.path()), filled(operation.body()));

    switch (bearer) {
      case ANONYMOUS, GARBAGE -> {
        assertThat(answer.fault())
            .isEqualTo("401 error: The request you have made requires authentication.");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Keystone uri=");
      }
      case UNSCOPED, OTHER_PROJECT ->
          assertThat(answer.fault()).isEqualTo("400 badRequest: Malformed request url");
      case READER -> {
        if (operation.reader()) {
          assertThat(answer.status()).as(answer.body()).isEqualTo(operation.admin());
        } else {
          assertThat(answer.fault())
              .matches("403 forbidden: Policy doesn't allow .+ to be performed\\.");
        }
      }
      case ADMIN -> assertThat(answer.status()).as(answer.body()).isEqualTo(operation.admin());
    }
  }

  /** What the face answers to and what is tried here are the same. */
  @Test
  @SuppressWarnings("NullAway") // nothing is called
  void everyRouteIsTried() {
    Javalin face =
        Javalin.create(
            config -> new PowerVcFace(null, null, null, null, null).register(config.routes));

    Set<String> routes =
        face.unsafe.internalRouter.allHttpHandlers().stream()
            .map(route -> withoutNames(route.endpoint.method.name(), route.endpoint.path))
            .collect(Collectors.toSet());
    Set<String> tried =
        OPERATIONS.stream()
            .map(operation ->
                withoutNames(operation.method(), "/v3/{project_id}" + operation.path()))
            .collect(Collectors.toSet());
    assertThat(tried).containsExactlyInAnyOrderElementsOf(routes);
  }

  private static String withoutNames(String method, String path) {
    return method + " " + path.replaceAll("\\{[a-z_]+}", "{}");
  }

  /** The administrator of a project sees nothing of another's in its own. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyOperationInAnotherProject")
  void isNotFoundInAnotherProject(String method, String path) {
    PowerVcClient stranger = PowerVcClient.logIn(bed.server().url(), "reader", PASSWORD, "other");

    assertThat(stranger.call(method, filled(path)).fault()).startsWith("404 itemNotFound: ");
  }

  static Stream<Arguments> everyOperationInAnotherProject() {
    List<Arguments> tries = new ArrayList<>();
    for (String path :
        List.of(
            "/backup-nodes/{node}",
            "/image-backups/{backup}",
            "/backups/{backup}",
            "/cos/{bucket}")) {
      tries.add(Arguments.of("GET", path));
      tries.add(Arguments.of("DELETE", path));
    }
    tries.add(Arguments.of("PUT", "/backup-nodes/{node}/discover"));
    tries.add(Arguments.of("GET", "/cos/{bucket}/list_images"));
    tries.add(Arguments.of("POST", "/image-backups/{backup}/upload"));
    tries.add(Arguments.of("POST", "/image-backups/{backup}/download"));
    return tries.stream();
  }

  private static String filled(String text) {
    return text.replace("{node}", String.valueOf(node.id()))
        .replace("{backup}", imageBackup)
        .replace("{bucket}", bucket)
        .replace("{unknown}", "0123456789ab4cde8f0123456789abcd");
  }
}
