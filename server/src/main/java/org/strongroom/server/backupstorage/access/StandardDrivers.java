package org.strongroom.server.backupstorage.access;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.strongroom.server.backupstorage.access.StorageAccess.KnownHost;
import org.strongroom.server.backupstorage.access.StorageAccess.Ssh;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.objectstore.ObjectStoreDrivers;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.filesystem.FileSystemDriver;
import org.strongroom.storage.driver.filesystem.LocalTimeouts;
import org.strongroom.storage.driver.layer.MeteredDriver;
import org.strongroom.storage.driver.layer.ThrottledDriver;
import org.strongroom.storage.driver.sftp.SftpDriver;
import org.strongroom.storage.driver.sftp.SftpEndpoint;
import org.strongroom.storage.driver.sftp.SftpTimeouts;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;

/** The drivers of the types that there are, with the bounds of the configuration. */
public final class StandardDrivers implements DriverFactory {
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Configuration.Storage bounds;

  private final Traffic traffic;

  private final ObjectStoreDrivers stores;

  /**
   * @param stores makes the drivers of object stores
   */
  public StandardDrivers(Configuration.Storage bounds, ObjectStoreDrivers stores) {
    this(bounds, stores, new Traffic());
  }

  /**
   * The same.
   *
   * @param traffic counts what the drivers move
   */
  public StandardDrivers(Configuration.Storage bounds, ObjectStoreDrivers stores, Traffic traffic) {
    this.bounds = bounds;
    this.stores = stores;
    this.traffic = traffic;
  }

  @Override
  public StorageDriver make(StorageAccess access) {
    return new ThrottledDriver(
        new MeteredDriver(driver(access), traffic.of(access.storageUuid())),
        bounds.transfers(),
        PATIENCE,
        () -> Origin.current().owner());
  }

  private StorageDriver driver(StorageAccess access) {
    if (access.store().isPresent()) {
      return stores.make(access.store().get());
    }
    return access.ssh().isPresent()
        ? sftp(access.url(), access.ssh().get())
        : new FileSystemDriver(
            Path.of(access.url()),
            new LocalTimeouts(bounds.idleTimeout(), LocalTimeouts.USUAL.sync()));
  }

  private StorageDriver sftp(String url, Ssh ssh) {
    SshCredential credential =
        switch (ssh.secret()) {
          case SshSecret.Password(String password) -> new SshCredential.Password(password);
          case SshSecret.PrivateKey(String key) ->
              new SshCredential.PrivateKey(key, Optional.empty());
        };
    ExpectedHostKey expected =
        switch (ssh.knownHost()) {
          case KnownHost.Any() -> new ExpectedHostKey.TrustOnFirstUse();
          case KnownHost.Fingerprint(String sha256) -> new ExpectedHostKey.Fingerprint(sha256);
          case KnownHost.Pinned(var key) -> new ExpectedHostKey.Pinned(key);
        };
    return new SftpDriver(
        new SftpEndpoint(
            ssh.host(), ssh.port(), ssh.username(), credential, url, expected, ssh.allowUnsynced()),
        new SftpTimeouts(bounds.connectTimeout(), bounds.idleTimeout(), SftpTimeouts.USUAL.sync()));
  }
}
