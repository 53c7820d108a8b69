package org.strongroom.storage.driver.sftp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshConnector;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;
import org.strongroom.storage.driver.sftp.ssh.SshLogin;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** That OpenSSH syncs directories over SFTP, with and without a shell: durability rests on it. */
class OpenSshSyncTest {
  private static final Duration TIME = Duration.ofSeconds(10);

  @Test
  void syncsDirectories() throws Exception {
    try (var server = OpenSshServer.start()) {
      for (SshAccount account : List.of(server.shellAccount(), server.confinedAccount())) {
        var login =
            new SshLogin(
                server.host(),
                server.port(),
                account.username(),
                new SshCredential.Password(account.password()),
                new ExpectedHostKey.TrustOnFirstUse());
        var connection = SshConnector.connect(login, TIME);
        var files = new SftpFiles(new SftpChannel(connection, TIME));
        assertThat(files.canSync()).isTrue();
        assertThat(files.syncDirectory(SftpPath.of(account.remoteHome()), TIME)).isTrue();
        connection.close();
      }
    }
  }
}
