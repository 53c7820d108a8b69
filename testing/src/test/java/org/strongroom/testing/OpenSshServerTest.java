package org.strongroom.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenSshServerTest {
  private OpenSshServer server;
  @TempDir private Path directory;

  @BeforeAll
  void start() {
    server = OpenSshServer.start("127.4.3.2");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void letsTheShellAccountRunCommands() throws Exception {
    assertThat(ssh("ssh", server.shellAccount(), "id -un").strip()).endsWith("strongroom-test");
  }

  @Test
  void confinesTheOtherAccountToSftp() throws Exception {
    SshAccount.Scratch scratch = server.confinedAccount().newScratch();
    Path file = Files.writeString(directory.resolve("hello"), "hello");
    sftp(server.confinedAccount(), "put " + file + " " + scratch.remote() + "/hello\n");
    assertThat(scratch.local().resolve("hello")).hasContent("hello");
    assertThatThrownBy(() -> sftp(server.confinedAccount(), "ls /etc\n"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void hasHomesOfItsOwn() throws Exception {
    SshAccount shell = server.shellAccount();
    assertThat(ssh("ssh", shell, "echo $HOME").strip()).isEqualTo(shell.remoteHome());
    assertThat(sftp(shell, "pwd\n")).contains("directory: " + shell.remoteHome() + "\n");
    assertThat(sftp(server.confinedAccount(), "pwd\n")).contains("directory: /data\n");
  }

  @Test
  void letsTheSameUserInByAnotherName() throws Exception {
    assertThat(ssh("ssh", server.twinAccount(), "id -u; id -u strongroom-test").lines().distinct())
        .hasSize(1);
  }

  @Test
  void changesItsHostKeyWhenAsked() {
    String before = server.hostKeyFingerprint();
    server.rekey();
    assertThat(server.hostKeyFingerprint()).startsWith("SHA256:").isNotEqualTo(before);
  }

  @Test
  void answersAgainAfterARestart() throws Exception {
    server.stop();
    server.restart();
    try (var socket = new Socket(server.host(), server.port())) {
      byte[] banner = socket.getInputStream().readNBytes(8);
      assertThat(new String(banner, StandardCharsets.US_ASCII)).isEqualTo("SSH-2.0-");
    }
  }

  private String ssh(String program, SshAccount account, String command) throws Exception {
    return Command.run(
        program,
        "-p",
        "" + server.port(),
        "-i",
        key(account),
        "-o",
        "IdentitiesOnly=yes",
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-o",
        "LogLevel=ERROR",
        account.username() + "@" + server.host(),
        command);
  }

  private String sftp(SshAccount account, String batch) throws Exception {
    return Command.runWithInput(
        batch,
        "sftp",
        "-q",
        "-P",
        "" + server.port(),
        "-i",
        key(account),
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-b",
        "-",
        account.username() + "@" + server.host());
  }

  private String key(SshAccount account) throws Exception {
    Path file = directory.resolve("key");
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, account.privateKey());
    }
    return file.toString();
  }
}
