package org.strongroom.storage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.source.guard.RefusedAddressException;
import org.strongroom.testing.FtpServerFixture;

/** Images from a real FTP server. */
class FtpSourceTest {
  @TempDir Path directory;

  @Test
  void readsAnonymouslyAndWithAUser() throws IOException {
    byte[] image = new byte[700_000];
    new Random(1).nextBytes(image);
    Files.write(directory.resolve("a b.qcow2"), image);
    try (var server = FtpServerFixture.over(directory);
        var sources = Sources.allowingLoopback()) {
      for (String user : new String[] {"", "ftp%20user:p%40ss%3Aw%2Frd@"}) {
        try (ImageSource source =
            sources.open("ftp://%s127.0.0.1:%d/a b.qcow2".formatted(user, server.port()))) {
          assertThat(source.length()).hasValue(image.length);
          assertThat(source.stream().readAllBytes()).isEqualTo(image);
        }
      }
    }
  }

  @Test
  void refusalsAreClearAndHoldNoPassword() throws IOException {
    try (var server = FtpServerFixture.over(directory);
        var sources = Sources.allowingLoopback()) {
      String at = "127.0.0.1:" + server.port();
      assertThatThrownBy(() -> sources.open("ftp://" + at + "/missing"))
          .hasMessage("the server answered 550 when opening ftp://%s/missing".formatted(at));
      assertThatThrownBy(() -> sources.open("ftp://someone:canary@" + at + "/x"))
          .hasMessage(
              "the server answered 530 when logging in to ftp://***:***@%s/x".formatted(at));
    }
  }

  @Test
  void aServerThatHangsUpIsAnError() throws IOException {
    try (var server = new FakeFtpServer(500, "hang up");
        var sources = Sources.allowingLoopback()) {
      assertThatThrownBy(() -> sources.open("ftp://127.0.0.1:%d/x".formatted(server.port())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no answer from ftp://127.0.0.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"226 Done", "426 Broken off", "hang up"})
  void aFileThatEndsEarlyIsAnErrorWhateverTheServerSays(String end) throws IOException {
    try (var server = new FakeFtpServer(1000, end);
        var sources = Sources.allowingLoopback();
        ImageSource source = sources.open("ftp://127.0.0.1:%d/x".formatted(server.port()))) {
      assertThat(source.length()).hasValue(2000);
      assertThatThrownBy(() -> source.stream().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theServerCanNotSendUsToAnotherMachine() throws IOException {
    try (var server = new FakeFtpServer(2000, "226 Done");
        var sources = Sources.allowingLoopback()) {
      // Its PASV names 10.9.8.7; the bytes come from where the control connection goes.
      assertThat(sources.read("ftp://127.0.0.1:%d/x".formatted(server.port()))).hasSize(2000);
    }
  }

  @Test
  void theGuardIsAsked() throws IOException {
    try (var sources = Sources.allowingLoopback()) {
      assertThatThrownBy(() -> sources.open("ftp://169.254.169.254/x"))
          .isInstanceOf(RefusedAddressException.class);
    }
  }

  @Test
  void lineBreaksCanNotBecomeCommands() {
    assertThatThrownBy(() -> ImageUrl.parse("ftp://host/a%0d%0aDELE%20b"))
        .isInstanceOf(ImageUrlException.class);
    assertThatThrownBy(() -> ImageUrl.parse("ftp://u%0d%0aX:p@host/a"))
        .isInstanceOf(ImageUrlException.class);
  }
}
