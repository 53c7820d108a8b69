package org.strongroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.cli.fixture.TypingUser;
import org.strongroom.cli.fixture.WireServer;
import org.strongroom.cli.fixture.WireServer.Answer;
import org.strongroom.cli.fixture.Workplace;
import org.strongroom.cli.fixture.Workplace.Outcome;

/** Nobody deletes a storage by a slip; scripts go on as before. */
class DeletionQuestionTest {
  private static final String PREVIEW =
      """
      {"uuid":"0123456789ab4cde8f0123456789abcd","name":"vault","url":"/srv/vault","status":"Connected","bytesStay":false,
       "copies":3,"bytes":4096,"onlyCopies":2,"onlyCopyBytes":2048,
       "images":[{"uuid":"i1","name":"the only one","bytes":1024},
                 {"uuid":"i2","name":"evil\\u001b[2J","bytes":1024}],
       "volumeSnapshots":0,"imageBackups":1,"runningJobs":0,"zones":["zone1"]}
      """;

  @TempDir Path home;
  private final WireServer server = new WireServer();
  private Workplace workplace;

  @BeforeEach
  void logIn() {
    workplace = new Workplace(home, server.url()).loggedIn();
    server.on("GET /deletion-previews/0123456789ab4cde8f0123456789abcd", Answer.ok(PREVIEW));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private boolean deleted() {
    return server.calls().stream().anyMatch(request -> request.method().equals("DELETE"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backup-storage delete 0123456789ab4cde8f0123456789abcd",
        "DeleteBackupStorage uuid=0123456789ab4cde8f0123456789abcd"
      })
  void theRightNameDeletes(String line) {
    TypingUser user = TypingUser.answering("vault");

    Outcome outcome = workplace.at(user).line(line);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(user.asked()).hasSize(1);
    assertThat(outcome.err())
        .contains("'vault'", "2 images have the only copy there, 2.0 KiB", "the only one", "i2")
        .contains(
            "3 copies of images with 4.0 KiB", "1 image backups", "zone1", "no way to recover")
        .doesNotContain("\u001b");
    assertThat(deleted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vaul", "", "abc", "yes", "VAULT"})
  void anyOtherNameSendsNothing(String typed) {
    Outcome outcome =
        workplace
            .at(TypingUser.answering(typed))
            .line("backup-storage delete 0123456789ab4cde8f0123456789abcd");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("nothing was deleted");
    assertThat(deleted()).isFalse();
  }

  @Test
  void aScriptSaysYes() {
    TypingUser user = TypingUser.answering("no");

    assertThat(
            workplace
                .at(user)
                .line("backup-storage delete 0123456789ab4cde8f0123456789abcd --yes")
                .code())
        .isZero();
    assertThat(
            workplace
                .line("DeleteBackupStorage uuid=0123456789ab4cde8f0123456789abcd --yes")
                .code())
        .isZero();

    assertThat(user.asked()).isEmpty();
    assertThat(server.calls()).allMatch(request -> request.method().equals("DELETE"));
  }

  @Test
  void withoutATerminalTheReadableCommandWantsYesAndTheOperationGoesOn() {
    Outcome refused = workplace.line("backup-storage delete 0123456789ab4cde8f0123456789abcd");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--yes");
    assertThat(server.calls()).isEmpty();

    assertThat(workplace.line("DeleteBackupStorage uuid=0123456789ab4cde8f0123456789abcd").code())
        .isZero();
    assertThat(deleted()).isTrue();
  }

  @Test
  void whatIsNotThereIsNotAskedFor() {
    server.on(
        "GET /deletion-previews/deaddeaddeaddeaddeaddeaddeaddead",
        new Answer(503, "{\"error\":{\"code\":\"SYS.1003\",\"details\":\"not there\"}}"));
    TypingUser user = TypingUser.answering("vault");

    assertThat(
            workplace
                .at(user)
                .line("backup-storage delete deaddeaddeaddeaddeaddeaddeaddead")
                .code())
        .isZero();

    assertThat(user.asked()).isEmpty();
    assertThat(deleted()).isTrue();
  }

  @Test
  void aForcedDeregistrationAsksForTheNodesName() {
    server.on(
        "GET /backup-nodes",
        Answer.ok("{\"inventories\":[{\"uuid\":\"0123456789ab4cde8f0123456789abcd\"}]}"));

    Outcome kept =
        workplace.at(TypingUser.answering("no")).line("backup-node deregister 7 --force");
    assertThat(kept.code()).isEqualTo(2);
    assertThat(kept.err())
        .contains("Backup node 'vault'", "the only one", "OVA files stay")
        .contains("nothing was deregistered");
    assertThat(deleted()).isFalse();

    TypingUser user = TypingUser.answering("vault");
    assertThat(workplace.at(user).line("backup-node deregister 7 --force").code()).isZero();
    assertThat(deleted()).isTrue();
  }

  @Test
  void whatIsNotForcedOrSaidYesToIsNotAskedFor() {
    assertThat(workplace.line("backup-node deregister 7 --force").err()).contains("--yes");
    TypingUser user = TypingUser.answering("no");

    assertThat(workplace.at(user).line("backup-node deregister 7").code()).isZero();
    assertThat(workplace.at(user).line("backup-node deregister 7 --force --yes").code()).isZero();
    assertThat(user.asked()).isEmpty();
    assertThat(server.calls()).hasSize(2).allMatch(call -> call.method().equals("DELETE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"y", "no"})
  void aRescanAtATerminalIsDryFirst(String answer) {
    server.jobsEnd(
        Answer.ok("{\"adopted\":{\"count\":1,\"bytes\":5,\"first\":[{\"path\":\"a/b\"}]}}"), 0);

    Outcome outcome =
        workplace
            .at(TypingUser.answering(answer))
            .line("backup-storage rescan 0123456789ab4cde8f0123456789abcd");

    assertThat(outcome.err()).contains("1 would be adopted", "a/b");
    assertThat(server.calls().getFirst().body()).contains("\"dryRun\":true");
    assertThat(server.calls()).hasSize(answer.equals("y") ? 2 : 1);
  }
}
