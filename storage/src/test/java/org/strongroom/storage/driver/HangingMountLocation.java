package org.strongroom.storage.driver;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.driver.filesystem.LocalTimeouts;
import org.strongroom.testing.HangingMount;
import org.strongroom.testing.OpenSshServer;

/** A directory on a network mount. */
record HangingMountLocation(OpenSshServer server, HangingMount mount)
    implements HangingLocation, DirectoryLocation {
  private static final LocalTimeouts SHORT =
      new LocalTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2));

  static HangingMountLocation at(Path directory) {
    assumeTrue(
        HangingMount.isPossible(),
        "needs the package sshfs and the device /dev/fuse to have a mount that hangs");
    OpenSshServer server = OpenSshServer.start();
    return new HangingMountLocation(
        server, HangingMount.mount(server, server.shellAccount(), directory));
  }

  @Override
  public Path local() {
    return mount.directory();
  }

  @Override
  public String remote() {
    return mount.directory().toString();
  }

  @Override
  public StorageDriver newDriver(String below) {
    return new FileSystemDriver(local().resolve(below), SHORT);
  }

  @Override
  public void own(Path file) {}

  @Override
  public void hang() {
    mount.hang();
  }

  @Override
  public void answer() {
    mount.answer();
  }

  @Override
  public void close() {
    mount.close();
    server.close();
  }
}
