package org.strongroom.storage.driver.sftp.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.testing.MisbehavingSshServer;

class SshConnectionTest {
  @TempDir private Path directory;

  @RepeatedTest(10)
  void isNotAliveFromTheMomentThatItIsCut() throws Exception {
    try (var server = MisbehavingSshServer.start(directory)) {
      var login =
          new SshLogin(
              server.host(),
              server.port(),
              MisbehavingSshServer.USERNAME,
              new SshCredential.Password(MisbehavingSshServer.PASSWORD),
              new ExpectedHostKey.TrustOnFirstUse());
      SshConnection connection = SshConnector.connect(login, Duration.ofSeconds(10));
      assertThat(connection.isAlive()).isTrue();

      connection.cut();

      assertThat(connection.isAlive()).isFalse();
    }
  }
}
