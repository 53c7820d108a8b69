package org.strongroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DryRunTest {
  @TempDir Path home;
  private final WireServer server = new WireServer();
  private Workplace workplace;

  @BeforeEach
  void logIn() {
    workplace = new Workplace(home, server.url()).loggedIn();
    server.knowsNames();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static JsonNode json(Outcome outcome) {
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return JsonMapper.shared().readTree(outcome.out());
  }

  @Test
  void showsTheRequestWithUuidsForNamesAndWithoutSecrets() {
    JsonNode shown =
        json(
            workplace.line(
                "--dry-run backup-storage update-sftp vault --password text:secret --hostname h"));
    assertThat(shown.get("operation").asString()).isEqualTo("UpdateSftpBackupStorage");
    assertThat(shown.get("method").asString()).isEqualTo("PUT");
    assertThat(shown.get("path").asString())
        .isEqualTo("/zstack/v1/backup-storage/sftp/" + WireServer.RESOURCE + "/actions");
    assertThat(shown.at("/body/updateSftpBackupStorage/password").asString()).isEqualTo("***");
    assertThat(shown.at("/body/updateSftpBackupStorage/hostname").asString()).isEqualTo("h");
    assertThat(server.calls()).allMatch(call -> call.method().equals("GET"));
  }

  /** Nobody is asked, since nothing goes. */
  @Test
  void showsWhatADeletionWouldTakeWithIt() {
    server.on("GET /deletion-previews/" + WireServer.RESOURCE, Answer.ok("{\"onlyCopies\":2}"));
    for (String line : new String[] {"backup-storage delete vault", "image delete old"}) {
      JsonNode shown = json(workplace.line(line + " --dry-run"));
      assertThat(shown.get("method").asString()).isEqualTo("DELETE");
      assertThat(shown.at("/preview/onlyCopies").asInt()).isEqualTo(2);
    }
    assertThat(server.calls()).noneMatch(call -> call.method().equals("DELETE"));
  }

  @Test
  void whatTheServerCanTryIsTriedThere() {
    workplace.line("RescanBackupStorage uuid=" + WireServer.RESOURCE + " --dry-run");
    assertThat(server.calls()).anyMatch(call -> call.body().contains("\"dryRun\":true"));
  }

  @Test
  void whatIsWrongIsToldAsWithoutIt() {
    assertThat(workplace.line("CreateZone nmae=x --dry-run").code()).isEqualTo(ExitCode.USAGE);
    assertThat(workplace.line("DeleteZone --dry-run").code()).isEqualTo(ExitCode.USAGE);
    assertThat(server.received()).isEmpty();
  }

  /** They would have to keep it themselves. */
  @Test
  void commandsThatAreNoOperationsDoNotTakeIt() {
    for (String line : new String[] {"--dry-run upload f name=x", "upload f name=x --dry-run"}) {
      Outcome outcome = workplace.line(line);
      assertThat(outcome.code()).as(line).isEqualTo(ExitCode.USAGE);
      assertThat(outcome.err()).contains("--dry-run");
    }
    assertThat(server.received()).isEmpty();
  }
}
