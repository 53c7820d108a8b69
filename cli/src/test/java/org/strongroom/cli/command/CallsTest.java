package org.strongroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.cli.fixture.TypingUser;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.WireServer.Received;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;
import tools.jackson.databind.json.JsonMapper;

/** Calls, jobs and sessions against a server. */
class CallsTest {
  private static final String ZONE =
      "{\"inventory\":{\"uuid\":\"36de66d82f424639af67215a465418f6\",\"name\":\"zone1\"}}";

  @TempDir Path home;
  private final WireServer server = new WireServer();
  private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(home, server.url());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aSessionLastsFromLogInToLogOut() {
    assertThat(workplace.line("QueryZone").code()).isEqualTo(ExitCode.DENIED);
    assertThat(server.received()).isEmpty();

    assertThat(workplace.line("LogInByAccount accountName=admin password=password").code())
        .isZero();
    assertThat(workplace.line("QueryZone").code()).isZero();
    assertThat(server.received().getLast().header("Authorization"))
        .isEqualTo("OAuth " + WireServer.SESSION);

    assertThat(workplace.line("LogOut").code()).isZero();
    assertThat(server.received().getLast().target())
        .isEqualTo("/accounts/sessions/" + WireServer.SESSION);
    assertThat(workplace.line("QueryZone").err())
        .contains("not logged in to " + server.url())
        .contains("LogInByAccount");
  }

  @Test
  void theClearPasswordDoesNotLeaveTheMachine() {
    workplace.line("LogInByAccount accountName=admin password=canary-1");

    Received request = server.received().getFirst();
    assertThat(request.body()).doesNotContain("canary-1");
    assertThat(request.json().at("/logInByAccount/password").asString()).matches("[0-9a-f]{128}");
    assertThat(request.header("Authorization")).isEmpty();
  }

  @Test
  void aJobIsAskedForAtTheAddressInUseUntilItEnds() {
    server.jobsEnd(Answer.ok(ZONE), 3);

    Outcome outcome = workplace.loggedIn().line("CreateZone name=zone1");

    assertThat(outcome.code()).isZero();
    assertThat(JsonMapper.shared().readTree(outcome.out()))
        .isEqualTo(JsonMapper.shared().readTree(ZONE));
    String job = server.calls().getFirst().header("X-job-uuid");
    assertThat(job).matches("[0-9a-f]{32}");
    assertThat(server.received().stream().skip(1).map(Received::target))
        .hasSize(4)
        .containsOnly("/api-jobs/" + job);
  }

  @Test
  void noWaitPrintsTheJob() {
    Outcome outcome = workplace.loggedIn().line("CreateZone name=zone1 --no-wait");

    assertThat(outcome.code()).isZero();
    assertThat(server.received()).hasSize(1);
    assertThat(JsonMapper.shared().readTree(outcome.out()).path("jobUuid").asString())
        .isEqualTo(server.received().getFirst().header("X-job-uuid"));
  }

  @Test
  void aServerThatRestartsDuringAJobIsAskedAgain() {
    int port = server.port();
    AtomicInteger looks = new AtomicInteger();
    WireServer[] second = new WireServer[1];
    server.on("POST /zones", request -> location("a".repeat(32)));
    server.handle(
        "GET /api-jobs/" + "a".repeat(32),
        exchange -> {
          if (looks.incrementAndGet() == 1) {
            server.close();
            second[0] = WireServer.again(port);
            second[0].jobsEnd(Answer.ok(ZONE), 0);
          }
        });

    Outcome outcome = workplace.loggedIn().line("CreateZone name=zone1");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("zone1");
    second[0].close();
  }

  @Test
  void aLostAnswerDoesNotLoseTheJob() {
    server.handle(
        "POST /zones",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          throw new IOException("cut before the answer");
        });
    server.jobsEnd(Answer.ok(ZONE), 2);

    Outcome outcome = workplace.loggedIn().line("CreateZone name=zone1");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("zone1");
  }

  private static Answer location(String job) {
    return new Answer(202, "{\"location\":\"/zstack/v1/api-jobs/" + job + "\"}");
  }

  @Test
  void theErrorOfAJobIsToldWithItsCauses() {
    server.jobsEnd(
        new Answer(
            503,
            """
            {"error":{"code":"SYS.1002","description":"Unable to create a resource","details":"cannot add sftp1",
             "cause":{"code":"BS.1500","description":"Unable to connect","details":"connection refused\\u001b[2J"}}}
            """),
        1);

    Outcome outcome = workplace.loggedIn().line("CreateZone name=zone1");

    assertThat(outcome.code()).isEqualTo(ExitCode.STORAGE_AWAY);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("SYS.1002 Unable to create a resource: cannot add sftp1")
        .contains("  cause: BS.1500 Unable to connect: connection refused")
        .doesNotContain("\u001b");
  }

  @Test
  void scriptsGetTheErrorAsJsonToo() {
    server.on(
        "GET /zones",
        new Answer(
            503, "{\"error\":{\"code\":\"ID.1001\",\"description\":\"d\",\"details\":\"x\"}}"));

    Outcome outcome = workplace.loggedIn().line("-o json QueryZone");

    assertThat(outcome.code()).isEqualTo(ExitCode.DENIED);
    assertThat(JsonMapper.shared().readTree(outcome.out()).at("/error/code").asString())
        .isEqualTo("ID.1001");
    assertThat(outcome.err()).contains("ID.1001 d: x").contains("Log in with");
  }

  @Test
  void plainTextAndUnexpectedAnswersAreErrorsToo() {
    server.on("GET /zones", new Answer(400, "no session header"));
    assertThat(workplace.loggedIn().line("QueryZone").err())
        .contains("sdk.1000")
        .contains("400: no session header");

    server.on("GET /zones", Answer.ok("<html>"));
    assertThat(workplace.line("QueryZone").code()).isEqualTo(ExitCode.SERVER_AWAY);

    server.on("GET /zones", new Answer(202, "{}"));
    assertThat(workplace.line("QueryZone").code()).isEqualTo(ExitCode.SERVER_AWAY);
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    server.close();
    Outcome outcome = workplace.line("GetVersion");
    assertThat(outcome.code()).isEqualTo(ExitCode.SERVER_AWAY);
    assertThat(outcome.err()).contains(server.url()).contains("serve").contains("--url");
  }

  @Test
  void timeoutsAreSentInSeconds() {
    workplace.loggedIn().line("QueryZone timeout=1500");
    assertThat(server.received().getLast().header("X-api-timeout")).isEqualTo("2");

    workplace.line("--timeout 60 QueryZone");
    assertThat(server.received().getLast().header("X-api-timeout")).isEqualTo("60");
  }

  @Test
  void listsAreRepeatedKeysAndPlusIsEncoded() {
    workplace
        .loggedIn()
        .line(
            "GetBackupStorageCapacity"
                + " zoneUuids=aa23456789ab4cde8f0123456789abcd,bb23456789ab4cde8f0123456789abcd"
                + " backupStorageUuids=cc23456789ab4cde8f0123456789abcd all=true");
    assertThat(server.received().getLast().target())
        .isEqualTo(
            "/backup-storage/capacities?zoneUuids=aa23456789ab4cde8f0123456789abcd&zoneUuids=bb23456789ab4cde8f0123456789abcd&backupStorageUuids=cc23456789ab4cde8f0123456789abcd&all=true");

    workplace.run("QueryZone", "name~=a b&c", "sortBy=name", "description=null");
    assertThat(server.received().getLast().target())
        .isEqualTo("/zones?q=name%7E%3D%25a%20b%26c%25&q=description%20is%20null&sort=%2Bname");
  }

  @Test
  void tagsTravelBesideTheParameters() {
    workplace.loggedIn().line("CreateZone name=z userTags=a,b systemTags=c");
    assertThat(server.calls().getFirst().json())
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    "{\"params\":{\"name\":\"z\"},\"userTags\":[\"a\",\"b\"],\"systemTags\":[\"c\"]}"));
  }

  @Test
  void namesWithDotsAndSlashesStayInTheirPlaceOfThePath() {
    workplace
        .loggedIn()
        .line("UpdateGlobalConfig category=backupStorage name=ping.interval value=30");
    assertThat(server.calls().getFirst().target())
        .isEqualTo("/global-configurations/backupStorage/ping.interval/actions");

    workplace.run("LogOut", "sessionUuid=../a?b");
    assertThat(server.calls().getLast().target()).isEqualTo("/accounts/sessions/..%2Fa%3Fb");
  }

  @Test
  void usageErrorsSendNothing() {
    for (String line :
        new String[] {
          "",
          "NoSuchOperation",
          "NoSuchOperation --help",
          "help NoSuchOperation",
          "CreateZone",
          "QueryZone --nope",
          "QueryZone -o xml",
          "--url ftp://x QueryZone",
          "--timeout 0 QueryZone",
          "--ca-cert /nowhere QueryZone",
          "upload",
          "upload /nowhere/at/all name=a backupStorageUuids=b",
          "upload /nowhere name=a url=b",
          "download x",
          "completion tcsh"
        }) {
      Outcome outcome = workplace.loggedIn().line(line);
      assertThat(outcome.code()).as(line).isEqualTo(ExitCode.USAGE);
      assertThat(outcome.err()).as(line).isNotEmpty();
    }
    assertThat(server.received()).isEmpty();
  }

  @Test
  void aLongJobShowsABarWhereThereIsATerminal() {
    server.jobsEnd(Answer.ok("{}"), 12);
    workplace
        .at(new TypingUser("", 80))
        .loggedIn()
        .line("DeleteZone uuid=aa23456789ab4cde8f0123456789abcd");
    assertThat(server.received())
        .filteredOn(request -> request.target().startsWith("/task-progresses/"))
        .isNotEmpty();
  }

  @Test
  void helpComesFromTheDeclarations() {
    assertThat(workplace.line("help").out())
        .contains("AddSftpBackupStorage", "Exit codes", "STRONGROOM_URL");
    String[] asked = {"help AddImage", "AddImage --help", "--help AddImage"};
    for (String line : asked) {
      assertThat(workplace.line(line).out())
          .contains("* backupStorageUuids", "RootVolumeTemplate", "default true");
    }
    assertThat(workplace.line("help QueryBackupStorage").out())
        .contains("image, volumeSnapshot", "sortDirection", "one of Connecting");
    assertThat(workplace.line("help LogInByAccount").out()).contains("key=@FILE");
    assertThat(workplace.line("help upload").out()).contains("AddImage");
    assertThat(workplace.line("--version").out()).contains("strongroom");
  }
}
