package org.strongroom.storage.driver;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.strongroom.testing.OpenSshServer;

/** The contract of a storage, over OpenSSH with an account confined to SFTP. */
class ConfinedSftpDriverTest extends DirectoryConformance {
  private static OpenSshServer server;

  @BeforeAll
  static void start() {
    server = OpenSshServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  DirectoryLocation newDirectory() {
    return SftpLocation.of(server, server.confinedAccount());
  }

  @Override
  HangingLocation newHangingLocation() {
    return HangingSftpLocation.of(OpenSshServer::confinedAccount);
  }
}
