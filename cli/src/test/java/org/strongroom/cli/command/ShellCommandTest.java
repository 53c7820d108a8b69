package org.strongroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;

/** The shell as scripts use it: commands from a pipe. */
class ShellCommandTest {
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
  void runsCommandsOneAfterTheOther() {
    Outcome outcome =
        workplace
            .reading(
                """
                # log in first
                LogInByAccount accountName=admin password=password

                QueryZone 'name=a b'
                CreateZone name=z
                exit
                QueryImage
                """)
            .run("shell");

    assertThat(outcome.code()).isZero();
    assertThat(server.calls()).hasSize(3);
    assertThat(server.calls().get(1).target()).isEqualTo("/zones?q=name%3Da%20b");
  }

  @Test
  void stopsAtTheFirstFailureWithItsExitCode() {
    Outcome outcome = workplace.reading("NoSuch\nGetVersion\n").run("shell");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void commandsHaveTheOptionsOfTheShellUnlessTheySayOtherwise() {
    server.on(
        "GET /zones", WireServer.Answer.ok("{\"inventories\":[{\"uuid\":\"u\",\"name\":\"n\"}]}"));

    Outcome outcome =
        workplace.loggedIn().reading("QueryZone\nQueryZone -o json\n").run("shell", "-o", "table");

    assertThat(outcome.out())
        .isEqualToNormalizingNewlines(
            """
            uuid  name
            u     n
            {
                "inventories" : [
                    {
                        "uuid" : "u",
                        "name" : "n"
                    }
                ]
            }
            """);
  }
}
