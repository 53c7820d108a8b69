package org.strongroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;
import tools.jackson.databind.json.JsonMapper;

/** Scripts learn from the exit code what kind of failure it was. */
class ExitCodesTest {
  @TempDir Path home;
  private final WireServer server = new WireServer();
  private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(home, server.url()).loggedIn();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "SYS.1003, 3",
    "ID.1000, 4",
    "ID.1001, 4",
    "ID.1002, 4",
    "SYS.1011, 5",
    "SYS.1013, 5",
    "ID.1006, 5",
    "ID.1007, 5",
    "BS.1003, 6",
    "SYS.1014, 6",
    "ID.1003, 6",
    "BS.1500, 7",
    "BS.SFTP.1000, 7",
    "SYS.1010, 8",
    "SYS.1012, 8",
    "SYS.1000, 1",
    "SYS.1007, 1",
    "what no version of today knows, 1"
  })
  void theCodeOfTheErrorChooses(String code, int exit) {
    server.on("GET /zones", new Answer(503, error(code, "it is busy, denied and not found")));
    assertThat(workplace.line("QueryZone").code()).isEqualTo(exit);

    server.jobsEnd(new Answer(503, error(code, "x")), 0);
    assertThat(workplace.line("CreateZone name=a").code()).isEqualTo(exit);
  }

  @Test
  void theNearestCauseThatTellsTheKindChooses() {
    server.jobsEnd(
        new Answer(
            503,
            """
            {"error": {"code": "SYS.1002", "details": "cannot add it",
              "cause": {"code": "SYS.1016", "details": "cannot write",
                "cause": {"code": "BS.1003", "details": "the disk is full",
                  "cause": {"code": "SYS.1003", "details": "the last"}}}}}
            """),
        0);

    assertThat(workplace.line("CreateZone name=a").code()).isEqualTo(ExitCode.NO_ROOM);
  }

  @Test
  void theRequestThatFailedIsTold() {
    server.on("GET /zones", new Answer(503, error("SYS.1003", "none")));

    Outcome outcome = workplace.line("-o json QueryZone");

    assertThat(outcome.err()).contains("request id, for the server's log: req-1");
    assertThat(JsonMapper.shared().readTree(outcome.out()).at("/requestId").asString())
        .isEqualTo("req-1");
  }

  @Test
  void ofAJobItIsTheRequestThatBeganIt() {
    server.jobsEnd(new Answer(503, error("SYS.1003", "none")), 3);

    assertThat(workplace.line("CreateZone name=a").err()).contains("server's log: req-1\n");
    assertThat(server.received()).hasSizeGreaterThan(2);
  }

  @Test
  void helpAndDocumentTellTheSame() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "cli.md"));
    String help = workplace.line("--help").out().replaceAll("\\s+", " ");

    assertThat(ToolHelp.exitCodes())
        .isNotEmpty()
        .allSatisfy((code, meaning) -> {
          assertThat(document).contains("| %s | %s |".formatted(code, meaning));
          assertThat(help).contains(code + " " + meaning);
        });
  }

  private static String error(String code, String details) {
    return "{\"error\":{\"code\":\"%s\",\"details\":\"%s\"}}".formatted(code, details);
  }
}
