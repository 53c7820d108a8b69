package org.strongroom.storage.driver.sftp;

import java.time.Duration;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;
import org.strongroom.testing.MisbehavingSshServer;

/** Drivers of storages on a server that does wrong; they wait for it for seconds only. */
record MisbehavingDrivers(MisbehavingSshServer server) {
  private static final SftpTimeouts TIMEOUTS =
      new SftpTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(5));

  /** One with the right password, which is connected. */
  SftpDriver connected() throws StorageException {
    SftpDriver driver = with(MisbehavingSshServer.PASSWORD, new ExpectedHostKey.TrustOnFirstUse());
    driver.connect();
    return driver;
  }

  SftpDriver with(String password, ExpectedHostKey key) {
    return new SftpDriver(endpoint(password, key, false), TIMEOUTS);
  }

  /** One that may be told to do without syncs. */
  SftpDriver unsynced(boolean allowed) {
    return new SftpDriver(
        endpoint(MisbehavingSshServer.PASSWORD, new ExpectedHostKey.TrustOnFirstUse(), allowed));
  }

  private SftpEndpoint endpoint(String password, ExpectedHostKey key, boolean unsynced) {
    return new SftpEndpoint(
        server.host(),
        server.port(),
        MisbehavingSshServer.USERNAME,
        new SshCredential.Password(password),
        "/root",
        key,
        unsynced);
  }
}
