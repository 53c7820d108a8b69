package org.strongroom.storage.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.strongroom.storage.driver.sftp.SftpDriver;
import org.strongroom.storage.driver.sftp.SftpTimeouts;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** A directory on an SSH server of its own. */
record HangingSftpLocation(SftpLocation place) implements HangingLocation, DirectoryLocation {
  private static final SftpTimeouts SHORT =
      new SftpTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2));

  static HangingSftpLocation of(Function<OpenSshServer, SshAccount> account) {
    OpenSshServer server = OpenSshServer.start();
    return new HangingSftpLocation(SftpLocation.of(server, account.apply(server)));
  }

  @Override
  public Path local() {
    return place.local();
  }

  @Override
  public String remote() {
    return place.remote();
  }

  @Override
  public StorageDriver newDriver(String below) {
    return new SftpDriver(place.endpoint(below), SHORT);
  }

  @Override
  public void own(Path file) throws IOException {
    place.own(file);
  }

  @Override
  public void hang() {
    place.server().pause();
  }

  @Override
  public void answer() {
    place.server().resume();
  }

  @Override
  public void close() {
    place.server().close();
  }
}
