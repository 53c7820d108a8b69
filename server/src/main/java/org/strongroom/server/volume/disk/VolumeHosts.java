package org.strongroom.server.volume.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.strongroom.server.backupstorage.access.SshSecret;
import org.strongroom.server.backupstorage.access.StorageAccess.KnownHost;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.storage.driver.HostDisks;
import org.strongroom.storage.driver.HostKey;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.driver.filesystem.LocalDisks;
import org.strongroom.storage.driver.filesystem.LocalTimeouts;
import org.strongroom.storage.driver.sftp.SftpDriver;
import org.strongroom.storage.driver.sftp.SftpEndpoint;
import org.strongroom.storage.driver.sftp.SftpTimeouts;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;
import org.strongroom.storage.source.VolumeUrl;

/** The machines on which the disks of volumes are files or devices: this one, and SSH servers. */
public final class VolumeHosts {
  private final Configuration.Storage bounds;
  private final Supplier<Predicate<String>> allowedHere;

  /**
   * @param allowedHere which files of this machine may be named, links resolved
   */
  public VolumeHosts(Configuration.Storage bounds, Supplier<Predicate<String>> allowedHere) {
    this.bounds = bounds;
    this.allowedHere = allowedHere;
  }

  /**
   * A machine that is connected to.
   *
   * @param disks its files and devices
   * @param driver writes new files of it, by their paths below {@code root}
   * @param root what paths of the driver are below of
   * @param allowed which paths may be named
   * @param hostKey the key that it has shown
   */
  record Host(
      HostDisks disks,
      StorageDriver driver,
      String root,
      Predicate<String> allowed,
      Optional<HostKey> hostKey,
      Closeable connection)
      implements Closeable {
    /** Where the driver has what has this absolute path. */
    StoragePath below(String absolutePath) {
      return StoragePath.of(absolutePath.substring(root.equals("/") ? 1 : root.length() + 1));
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  /** Connects, if there is anything to connect to. */
  Host open(VolumeAccess access) throws IOException {
    return access.url().scheme() == VolumeUrl.Scheme.FILE ? here(access) : server(access);
  }

  private Host here(VolumeAccess access) {
    String path = access.url().path();
    Path directory = Objects.requireNonNull(Path.of(path).getParent(), path);
    var timeouts = new LocalTimeouts(bounds.idleTimeout(), LocalTimeouts.USUAL.sync());
    var disks = new LocalDisks(directory, timeouts);
    var driver = new FileSystemDriver(directory, timeouts);
    return new Host(
        disks,
        driver,
        directory.toString(),
        allowedHere.get(),
        Optional.empty(),
        () -> {
          disks.close();
          driver.close();
        });
  }

  private Host server(VolumeAccess access) throws IOException {
    VolumeUrl url = access.url();
    var driver =
        new SftpDriver(
            new SftpEndpoint(
                url.host(),
                url.port(),
                access.username(),
                credential(access.secret().orElseThrow()),
                "/",
                expected(access.knownHost())),
            new SftpTimeouts(
                bounds.connectTimeout(), bounds.idleTimeout(), SftpTimeouts.USUAL.sync()));
    try {
      HostKey key = driver.hostKey();
      return new Host(driver.disks(), driver, "/", path -> true, Optional.of(key), driver);
    } catch (IOException | RuntimeException e) {
      driver.close();
      throw e;
    }
  }

  private static SshCredential credential(SshSecret secret) {
    return switch (secret) {
      case SshSecret.Password(String password) -> new SshCredential.Password(password);
      case SshSecret.PrivateKey(String key) -> new SshCredential.PrivateKey(key, Optional.empty());
    };
  }

  private static ExpectedHostKey expected(KnownHost known) {
    return switch (known) {
      case KnownHost.Any() -> new ExpectedHostKey.TrustOnFirstUse();
      case KnownHost.Fingerprint(String sha256) -> new ExpectedHostKey.Fingerprint(sha256);
      case KnownHost.Pinned(HostKey key) -> new ExpectedHostKey.Pinned(key);
    };
  }
}
