package org.strongroom.storage.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.strongroom.storage.driver.sftp.SftpDriver;
import org.strongroom.storage.driver.sftp.SftpEndpoint;
import org.strongroom.storage.driver.sftp.SftpTimeouts;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** A fresh directory of an account on a real SSH server. */
record SftpLocation(OpenSshServer server, SshAccount account, Path local, String remote)
    implements DirectoryLocation {
  static final SftpTimeouts SHORT =
      new SftpTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20));

  static SftpLocation of(OpenSshServer server, SshAccount account) {
    SshAccount.Scratch scratch = account.newScratch();
    try {
      Path place = Files.createDirectory(scratch.local().resolve("place"));
      account.own(place);
      return new SftpLocation(server, account, place, scratch.remote() + "/place");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public SftpDriver newDriver(String below) {
    return new SftpDriver(endpoint(below), SHORT);
  }

  SftpEndpoint endpoint(String below) {
    return new SftpEndpoint(
        server.host(),
        server.port(),
        account.username(),
        new SshCredential.Password(account.password()),
        below.isEmpty() ? remote : remote + "/" + below,
        new ExpectedHostKey.TrustOnFirstUse());
  }

  @Override
  public void own(Path file) throws IOException {
    var users = file.getFileSystem().getUserPrincipalLookupService();
    Files.setAttribute(
        file,
        "owner:owner",
        users.lookupPrincipalByName(account.username()),
        java.nio.file.LinkOption.NOFOLLOW_LINKS);
  }
}
