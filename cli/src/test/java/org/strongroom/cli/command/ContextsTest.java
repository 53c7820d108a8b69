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

/** Several servers, each under a name and with a session of its own. */
class ContextsTest {
  private static final String OTHER = "1b2c3d4e5f6a4b7c8d9e0f1a2b3c4d5e";

  @TempDir Path home;
  private final WireServer server = new WireServer();
  private final WireServer lab = new WireServer();
  private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(home, "");
    lab.on("PUT /accounts/login", Answer.ok("{\"inventory\":{\"uuid\":\"%s\"}}".formatted(OTHER)));
  }

  @AfterEach
  void stop() {
    server.close();
    lab.close();
  }

  @Test
  void eachHasItsOwnServerAndSession() {
    both();

    assertThat(workplace.line("QueryZone").code()).isZero();
    assertThat(server.received().getLast().header("Authorization"))
        .isEqualTo("OAuth " + WireServer.SESSION);
    assertThat(workplace.line("--context lab zone list").code()).isZero();
    assertThat(lab.received().getLast().header("Authorization")).isEqualTo("OAuth " + OTHER);

    assertThat(workplace.line("context use lab").code()).isZero();
    workplace.line("QueryZone");
    assertThat(lab.received().getLast().target()).isEqualTo("/zones");
    workplace.line("LogOut");
    assertThat(workplace.line("QueryZone").code()).isEqualTo(ExitCode.DENIED);
    assertThat(workplace.line("QueryZone --context prod").code()).isZero();
  }

  @Test
  void theAddressMayStandAlone() {
    assertThat(workplace.line("context add lab " + lab.url()).code()).isZero();
    assertThat(workplace.line("context list").out()).contains(lab.url());
    Outcome without = workplace.line("context add prod");
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err()).contains("strongroom context add prod https://");
    assertThat(workplace.line("context use lab " + lab.url()).code()).isEqualTo(2);
  }

  private void both() {
    for (String line :
        new String[] {
          "context add prod --url " + server.url(),
          "context add lab --url " + lab.url() + "/zstack/v1/",
          "LogInByAccount accountName=admin password=a",
          "--context lab session open admin --password b"
        }) {
      assertThat(workplace.line(line).code()).as(line).isZero();
    }
  }

  @Test
  void twoAccountsOfOneServerDoNotDisturbEachOther() {
    workplace.line("context add alice --url " + server.url());
    workplace.line("context add bob --url " + server.url());
    workplace.line("LogInByAccount accountName=alice password=a");

    assertThat(workplace.line("QueryZone").code()).isZero();
    assertThat(workplace.line("QueryZone --context bob").code()).isEqualTo(ExitCode.DENIED);
    assertThat(workplace.line("QueryZone --url " + server.url()).code()).isEqualTo(ExitCode.DENIED);
  }

  @Test
  void anAddressGivenGoesBeforeTheContextInUse() {
    both();

    workplace.line("GetVersion --url " + lab.url());
    assertThat(lab.received().getLast().target()).isEqualTo("/management-nodes/actions");
    workplace.with("STRONGROOM_URL", lab.url());
    int before = lab.received().size();
    workplace.line("GetVersion");
    assertThat(lab.received()).hasSize(before + 1);
    workplace.line("GetVersion --context prod");
    assertThat(lab.received()).hasSize(before + 1);
    workplace.with("STRONGROOM_URL", "").with("STRONGROOM_CONTEXT", "lab");
    workplace.line("GetVersion");
    assertThat(lab.received()).hasSize(before + 2);
  }

  @Test
  void aSessionFromBeforeThereWereContextsIsUsedOn() {
    workplace.line("LogInByAccount accountName=admin password=a --url " + server.url());

    assertThat(workplace.line("QueryZone --url " + server.url()).code()).isZero();
  }

  @Test
  void theyAreListedWithoutTheirSessions() {
    both();
    workplace.line("LogOut --context lab");

    assertThat(workplace.line("context list -o csv").out())
        .isEqualTo(
            """
            name,url,current,loggedIn
            lab,%s,false,false
            prod,%s,true,true
            """
                .formatted(lab.url(), server.url()));
    assertThat(workplace.line("context list").out()).doesNotContain(WireServer.SESSION);
  }

  @Test
  void theirFilesAreForTheUserAlone() throws IOException {
    both();

    try (var files = Files.list(home.resolve("strongroom"))) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void removingForgetsTheSessionToo() throws IOException {
    both();

    assertThat(workplace.line("context remove prod").code()).isZero();

    assertThat(Files.readString(home.resolve("strongroom/sessions.json")))
        .doesNotContain(WireServer.SESSION)
        .contains(OTHER);
    workplace.line("context add prod --url " + server.url());
    assertThat(workplace.line("QueryZone --context prod").code()).isEqualTo(ExitCode.DENIED);
  }

  @Test
  void aNameThatLeadsElsewhereTakesNoSessionAlong() throws IOException {
    both();
    Path file = home.resolve("strongroom/contexts.json");
    Files.writeString(file, Files.readString(file).replace(server.url(), lab.url()));
    int before = lab.received().size();

    assertThat(workplace.line("QueryZone --context prod").code()).isEqualTo(ExitCode.DENIED);
    assertThat(lab.received()).hasSize(before);
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    both();

    for (String line :
        new String[] {
          "context add prod --url " + server.url(),
          "context add new",
          "context add ../x --url http://a",
          "context add new --url ftp://a",
          "context use",
          "context use nothing",
          "context remove nothing",
          "context rename a",
          "QueryZone --context nothing"
        }) {
      assertThat(workplace.line(line).code()).as(line).isEqualTo(ExitCode.USAGE);
    }
    assertThat(workplace.line("QueryZone --context prdo").err()).contains("did you mean prod?");
  }

  @Test
  void whoamiTellsAccountServerAndContext() {
    both();
    server.on(
        "GET /accounts/caller-identity",
        Answer.ok("{\"inventory\":{\"accountName\":\"admin\",\"type\":\"SystemAdmin\"}}"));

    Outcome outcome = workplace.line("whoami");

    assertThat(outcome.out())
        .contains("\"accountName\" : \"admin\"", server.url(), "\"context\" : \"prod\"")
        .doesNotContain(WireServer.SESSION);
    assertThat(workplace.line("whoami --url " + lab.url()).code()).isEqualTo(ExitCode.DENIED);
  }
}
