package org.strongroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;
import tools.jackson.databind.json.JsonMapper;

/** What is wrong is found, and each time with what to do about it. */
class DoctorTest {
  @TempDir Path home;
  private final WireServer server = new WireServer();
  private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(home, server.url()).loggedIn();
    server.on("PUT /management-nodes/actions", request -> management(request.body()));
    server.on(
        "GET /accounts/caller-identity",
        Answer.ok("{\"inventory\":{\"accountName\":\"admin\",\"type\":\"SystemAdmin\"}}"));
    server.on("GET /diagnostics", diagnostics(1L << 40, 300, 1.5));
    server.on("GET /images", Answer.ok("{\"inventories\":[],\"total\":0}"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Answer management(String body) {
    return Answer.ok(
        body.contains("getCurrentTime")
            ? "{\"currentTime\":{\"MillionSeconds\":%d}}".formatted(System.currentTimeMillis())
            : "{\"version\":\"0.1.0\"}");
  }

  private static Answer diagnostics(long free, int days, double millis) {
    return Answer.ok(
        """
        {"database": "SQLite 3.50", "databaseMillis": %s, "dataDirectory": "/var/lib/strongroom",
         "dataTotal": 2199023255552, "dataFree": %d, "certificateDaysLeft": %d}\
        """
            .formatted(millis, free, days));
  }

  @Test
  void whereAllIsWellItSaysSo() {
    Outcome outcome = workplace.line("doctor");

    assertThat(outcome.code()).as(outcome.out()).isZero();
    assertThat(outcome.out())
        .contains("ok       connection", "ok       session        admin", "ok       database")
        .doesNotContain("warning", "problem");
  }

  @Test
  void eachThingThatIsWrongIsToldWithWhatToDo() {
    server.on("GET /diagnostics", diagnostics(5_000_000, -1, 900));
    server.on(
        "GET /backup-storage",
        request ->
            request.target().contains("%21%3DConnected")
                ? WireServer.rows(
                    """
                    {"uuid": "u1", "name": "vault", "status": "Disconnected", "statusReason": "no\\u001b route"}\
                    """)
                : WireServer.rows(
                    """
                    {"name": "full", "totalCapacity": 1000, "availableCapacity": 50}\
                    """));
    server.on("GET /images", Answer.ok("{\"inventories\":[],\"total\":3}"));
    server.on(
        "GET /longjobs",
        WireServer.rows(
            """
            {"uuid": "j1", "jobName": "AddImage", "reason": "the disk is full"}\
            """));

    Outcome outcome = workplace.line("doctor");

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.out())
        .contains("warning  database")
        .contains("problem  data directory", "make room there")
        .contains("problem  certificate    has run out", "renew it")
        .contains("problem  storages       'vault' is Disconnected", "reconnect u1")
        .contains("warning  room           'full'")
        .contains("problem  copies         3 images", "image repair")
        .contains("warning  jobs", "the disk is full", "job log j1")
        .doesNotContain("\u001b");
  }

  @Test
  void aServerThatIsNotThereIsTheOnlyProblem() {
    server.close();

    Outcome outcome = workplace.line("-o json doctor");

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(JsonMapper.shared().readTree(outcome.out()).path("inventories").valueStream())
        .filteredOn(row -> row.path("state").asString().equals("problem"))
        .singleElement()
        .satisfies(row -> assertThat(row.path("check").asString()).isEqualTo("connection"));
  }

  @Test
  void aClockThatIsOffIsNoticed() {
    server.on(
        "PUT /management-nodes/actions",
        request ->
            request.body().contains("getCurrentTime")
                ? Answer.ok("{\"currentTime\":{\"MillionSeconds\":1000}}")
                : management(request.body()));

    assertThat(workplace.line("doctor").out()).contains("warning  clock", "timedatectl");
  }

  @Test
  void withoutAnAdministratorTheServerIsNotLookedAt() {
    server.on(
        "GET /accounts/caller-identity",
        Answer.ok("{\"inventory\":{\"accountName\":\"alice\",\"type\":\"Normal\"}}"));

    Outcome outcome = workplace.line("doctor");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("skipped  server");
    assertThat(new Workplace(home, server.url()).line("doctor").out())
        .contains("warning  session", "LogInByAccount");
  }

  @Test
  void oneLookThatFailsKeepsNobodyFromTheOthers() {
    server.on(
        "GET /diagnostics",
        new Answer(503, "{\"error\":{\"code\":\"SYS.1000\",\"details\":\"x\"}}"));

    assertThat(workplace.line("doctor").out())
        .contains("problem  server", "under the request req-", "ok       storages");
  }

  @Test
  void sessionsThatOthersCanReadAreAProblem() throws IOException {
    Path directory = Files.createDirectories(home.resolve("strongroom"));
    Path file = Files.writeString(directory.resolve("sessions.json"), "{}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(workplace.line("doctor").out()).contains("problem  files", "chmod 600 " + file);
  }
}
