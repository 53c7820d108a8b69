package org.strongroom.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jline.reader.LineReader;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.cli.fixture.Workplace;

/** Lines typed into JLine's own reader, key by key. */
class InteractiveShellTest {
  @TempDir Path home;

  private LineReader reader(String keys) throws IOException {
    Terminal terminal =
        new ExternalTerminal(
            "test",
            "ansi",
            new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
            new ByteArrayOutputStream(),
            StandardCharsets.UTF_8);
    terminal.setSize(Size.of(200, 40));
    Shell shell =
        new Shell(
            (words, user) -> 0,
            new Completions(List.of("help", "exit"), List.of("--output")),
            new Workplace(home, "http://127.0.0.1:1").surroundings());
    return shell.reader(terminal, home.resolve("history"));
  }

  @Test
  void tabCompletesOperationParameterAndChoice() throws IOException {
    assertThat(reader("ChangeZ\tuu\tu stateE\tdis\t\n").readLine())
        .isEqualToIgnoringWhitespace("ChangeZoneState uuid=u stateEvent=disable");
  }

  @Test
  void tabFollowsRelationsToAnyDepth() throws IOException {
    assertThat(reader("QueryBackupS\tima\tbackupStorage.zo\tnam\tx\n").readLine())
        .isEqualTo("QueryBackupStorage image.backupStorage.zone.name=x");
  }

  @Test
  void tabCompletesNounVerbOptionAndChoice() throws IOException {
    assertThat(reader("buc\tregi\t--ty\tib\t\n").readLine())
        .isEqualToIgnoringWhitespace("bucket register --type ibm_cos");
  }

  @Test
  void anExclamationMarkIsNoEvent() throws IOException {
    assertThat(reader("QueryZone name!=x\n").readLine()).isEqualTo("QueryZone name!=x");
  }

  @Test
  void anOpenQuoteGoesOnInTheNextLine() throws IOException {
    assertThat(reader("CreateZone name='a\nb'\n").readLine()).isEqualTo("CreateZone name='a\nb'");
  }

  @Test
  void theHistoryRemembersLinesWithoutTheirSecrets() throws IOException {
    LineReader reader =
        reader(
            """
            LogInByAccount accountName=admin password=canary1
            AddSftpBackupStorage name='a b' password='canary2 x' hostname=h
            LogInByAccount pasword=canary3
            AddImage url=http://user:canary4@host/i
            UpdateSftpBackupStorage uuid=u privateKey=@/home/me/key
            backup-node register h --password=canary5 --user-id u
            backup-node register h --password canary6 --user-id u
            backup-node register h --password --canary7
            backup-node register h --pasword canary8
            bucket update b --secret-key=--canary9 --api-key 'canary10 x'
            user create a --password env:PW
            backup-node register h --password --user-id u
            QueryZone
            CreateWebHookNotificationTarget name=chat url=https://chat/canary11
            notification create-web-hook chat --url https://chat/canary12
            CreateWebHokNotificationTarget url=https://chat/canary13
            AddImage 'url=https://s3/i?X-Amz-Signature=canary14&n=1&token=canary15'
            volume register d --url nbd://h:1/abcd-canary16-canary17
            RegisterVolume 'url=nbd+unix:///abcd-canary18-canary19?socket=/run/s'
            volume register d --url nbd://h:1/vda
            backup-storage import-repository s --password canary20
            AddRepositoryKey uuid=u password=canary21
            user-session revoke u
            """);
    for (int i = 0; i < 23; i++) {
      reader.readLine();
    }
    reader.getHistory().save();

    String kept = Files.readString(home.resolve("history"));
    assertThat(kept)
        .doesNotContain("canary")
        .contains("LogInByAccount accountName=admin password=?")
        .contains("AddSftpBackupStorage 'name=a b' password=? hostname=h")
        .contains("AddImage url=http://user@host/i")
        .contains("privateKey=@/home/me/key")
        .contains("backup-node register h --password=? --user-id u")
        .contains("backup-node register h --password ? --user-id u")
        .contains("bucket update b --secret-key=? --api-key ?")
        .contains("user create a --password env:PW")
        .contains("backup-node register h --password --user-id u")
        .contains("QueryZone")
        .contains("https://s3/i?X-Amz-Signature=***&n=1&token=***")
        .contains("nbd://h:1/abcd***", "nbd+unix:///abcd***?socket=/run/s", "nbd://h:1/vda");
  }
}
