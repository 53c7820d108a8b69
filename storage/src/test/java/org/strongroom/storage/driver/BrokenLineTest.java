package org.strongroom.storage.driver;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.sftp.SftpDriver;
import org.strongroom.storage.driver.sftp.SftpEndpoint;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.RepositoryOnBrokenLine;
import org.strongroom.storage.repository.Restic;
import org.strongroom.testing.CuttingProxy;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.S3ProxyServer;

/** {@link Repository Repositories} on storages whose line is cut at any byte. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class BrokenLineTest {
  @TempDir Path directory;

  @Test
  void bySftp() throws Exception {
    try (OpenSshServer server = OpenSshServer.start();
        var line = CuttingProxy.to(URI.create("ssh://" + server.host() + ":" + server.port()))) {
      SftpLocation location = SftpLocation.of(server, server.confinedAccount());
      var endpoint =
          new SftpEndpoint(
              "127.0.0.1",
              line.endpoint().getPort(),
              location.account().username(),
              new SshCredential.Password(location.account().password()),
              location.remote(),
              new ExpectedHostKey.TrustOnFirstUse());
      try (var driver = new SftpDriver(endpoint, SftpLocation.SHORT)) {
        RepositoryOnBrokenLine.isKept(driver, line);
      }
      Path repository = location.local().resolve(RepositoryOnBrokenLine.DIRECTORY.toString());
      new Restic(
              repository.toString(),
              directory.resolve("output"),
              Map.of("RESTIC_PASSWORD", RepositoryOnBrokenLine.PASSWORD))
          .check();
    }
  }

  @Test
  void inABucket() throws Exception {
    try (S3ProxyServer server = S3ProxyServer.start();
        var location = new S3Location(server, Duration.ofSeconds(5))) {
      try (StorageDriver driver = location.newDriver()) {
        RepositoryOnBrokenLine.isKept(driver, location.proxy());
      }
      String repository =
          "s3:%s/%s/%s"
              .formatted(
                  server.endpoint(),
                  location.bucket(),
                  location.key(RepositoryOnBrokenLine.DIRECTORY.toString()));
      new Restic(
              repository,
              directory.resolve("output"),
              Map.of(
                  "RESTIC_PASSWORD",
                  RepositoryOnBrokenLine.PASSWORD,
                  "AWS_ACCESS_KEY_ID",
                  server.owner().accessKey(),
                  "AWS_SECRET_ACCESS_KEY",
                  server.owner().secretKey()))
          .check();
    }
  }
}
