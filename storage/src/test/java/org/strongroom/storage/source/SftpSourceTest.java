package org.strongroom.storage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.strongroom.storage.source.guard.RefusedAddressException;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** Images from a real OpenSSH server. */
class SftpSourceTest {
  private static final OpenSshServer SERVER = OpenSshServer.start();

  private final SshAccount account = SERVER.shellAccount();
  private final Sources sources = Sources.allowingLoopback();

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @AfterEach
  void close() throws IOException {
    sources.close();
  }

  @Test
  void readsAnyFileName() throws IOException {
    byte[] image = new byte[3_000_000];
    new Random(1).nextBytes(image);
    var scratch = account.newScratch();
    Files.write(scratch.local().resolve("a *?[b] \\ü.qcow2"), image);
    Files.write(scratch.local().resolve("a decoy[b] \\ü.qcow2"), new byte[1]);
    String url = url(account.password(), scratch.remote() + "/a *%3F[b] \\ü.qcow2");
    try (ImageSource source = sources.open(url)) {
      assertThat(source.length()).hasValue(image.length);
      assertThat(source.stream().readAllBytes()).isEqualTo(image);
    }
  }

  @Test
  void believesOnlyTheHostKeyThatIsGiven() throws IOException {
    var scratch = account.newScratch();
    Files.write(scratch.local().resolve("x"), new byte[5]);
    String url = url(account.password(), scratch.remote() + "/x");
    assertThat(sources.read(url)).hasSize(5);
    assertThatThrownBy(() -> sources.read(url + "#SHA256:" + "A".repeat(43)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("shows the host key SHA256:")
        .hasMessageContaining("no credential was sent")
        .hasMessageNotContaining(account.username() + "@");
  }

  @Test
  void refusalsAreClearAndHoldNoPassword() {
    assertThatThrownBy(() -> sources.read(url("canary", "/x")))
        .hasMessageContaining("user or password were refused")
        .hasMessageContaining("sftp://***:***@127.0.0.1")
        .hasMessageNotContaining("canary");
    assertThatThrownBy(() -> sources.read(url(account.password(), "/missing")))
        .hasMessageContaining("no such file")
        .hasMessageNotContaining(account.password());
    assertThatThrownBy(() -> sources.read(url(account.password(), "/etc")))
        .hasMessageContaining("is not a file");
    assertThatThrownBy(() -> sources.read("sftp://127.0.0.1:%d/x".formatted(SERVER.port())))
        .hasMessageContaining("needs a user and a password");
    assertThatThrownBy(() -> sources.read("sftp://a:b@169.254.169.254/x"))
        .isInstanceOf(RefusedAddressException.class);
  }

  @Test
  void readsFromAServerOfOneCipherAndSaysWhatAnotherPrints() throws IOException {
    var scratch = account.newScratch();
    Files.write(scratch.local().resolve("x"), new byte[500_000]);
    String url = url(account.password(), scratch.remote() + "/x");
    try {
      SERVER.restartWith("Ciphers chacha20-poly1305@openssh.com");
      assertThat(sources.read(url)).hasSize(500_000);
      SERVER.restartWith("ForceCommand echo 'Welcome!'; exec /usr/lib/openssh/sftp-server");
      assertThatThrownBy(() -> sources.read(url))
          .hasMessageContaining("prints 'Welcome!' where SFTP should begin");
    } finally {
      SERVER.restartWith("");
    }
  }

  private String url(String password, String path) {
    return "sftp://%s:%s@127.0.0.1:%d%s"
        .formatted(account.username(), password, SERVER.port(), path);
  }
}
