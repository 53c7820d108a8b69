package org.strongroom.storage.ova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.testing.SameBytes.sameBytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.driver.sftp.SftpDriver;
import org.strongroom.storage.driver.sftp.SftpEndpoint;
import org.strongroom.storage.driver.sftp.SftpTimeouts;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.ova.archive.OvaLimits;
import org.strongroom.storage.ova.descriptor.OvfOperatingSystem;
import org.strongroom.storage.ova.writing.OvaLayout;
import org.strongroom.storage.ova.writing.OvaPlan;
import org.strongroom.storage.ova.writing.OvaWriter;
import org.strongroom.storage.ova.writing.OvaWritten;
import org.strongroom.storage.ova.writing.PlannedDisk;
import org.strongroom.storage.transfer.DigestMismatchException;
import org.strongroom.storage.transfer.TransferListener;
import org.strongroom.storage.transfer.Verification;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/**
 * The whole way over a real SSH server: an image is packed onto a node, found there and unpacked.
 */
class OvaOverSshTest {
  private static final StoragePath IMAGE = StoragePath.of("disk.qcow2");
  private static final StoragePath OVA = StoragePath.of("nodes/image.ova");
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static OpenSshServer server;
  private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    server = OpenSshServer.start();
  }

  @AfterAll
  static void stop() {
    POOL.close();
    server.close();
  }

  @Test
  @Timeout(120)
  void anImageGoesOutAndComesBack() throws Exception {
    SshAccount account = server.shellAccount();
    SshAccount.Scratch scratch = account.newScratch();
    Path qcow2 = scratch.local().resolve("disk.qcow2");
    makeImage(qcow2);
    account.own(qcow2);
    Tool.run(directory, "qemu-img", "convert", "-O", "raw", qcow2.toString(), "raw");
    try (SftpDriver node = driver(account, scratch)) {
      OvaWritten written = export(node);
      Verification.verify(node, OVA, written.sha256(), bytes -> {});

      var file = new OvaFile(node, OVA, OvaLimits.DEFAULT);
      OvaContents contents = file.inspect();
      assertThat(contents.notes()).isEmpty();
      OvaDisk disk = contents.disks().getFirst();
      try (var stream = file.readDisk(disk, POOL)) {
        Files.copy(stream, directory.resolve("back"));
      }
      assertThat(directory.resolve("back")).satisfies(sameBytes(directory.resolve("raw")));

      damage(scratch.local().resolve("nodes/image.ova"), disk.file().offset() + 3_000_000);
      try (var stream = file.readDisk(disk, POOL)) {
        assertThatThrownBy(stream::readAllBytes)
            .isInstanceOf(DigestMismatchException.class)
            .hasMessageStartingWith("'image-disk1.img' in 'nodes/image.ova' is damaged");
      }
    }
  }

  private void makeImage(Path qcow2) {
    Tool.run(directory, "qemu-img", "create", "-f", "qcow2", qcow2.toString(), "5M");
    Tool.run(
        directory,
        "qemu-io",
        "-c",
        "write -P 7 64k 3M",
        "-c",
        "write -P 9 4M 512",
        qcow2.toString());
  }

  private static OvaWritten export(SftpDriver node) throws IOException, InterruptedException {
    OvaLayout layout =
        OvaLayout.of(
            new OvaPlan(
                "image",
                "",
                "ppc64le",
                OvfOperatingSystem.named("AIX"),
                "vs0",
                List.of(new PlannedDisk("rootvg", 5 << 20, true)),
                Instant.EPOCH));
    try (var target = node.create(OVA, "0".repeat(32), layout.totalBytes())) {
      OvaWritten written =
          new OvaWriter(POOL)
              .write(
                  layout,
                  index -> GuestBytes.open(node, IMAGE, ImageFormat.QCOW2),
                  target,
                  TransferListener.NONE);
      target.commit();
      return written;
    }
  }

  private static SftpDriver driver(SshAccount account, SshAccount.Scratch scratch) {
    return new SftpDriver(
        new SftpEndpoint(
            server.host(),
            server.port(),
            account.username(),
            new SshCredential.Password(account.password()),
            scratch.remote(),
            new ExpectedHostKey.TrustOnFirstUse()),
        new SftpTimeouts(LIMIT, LIMIT, LIMIT));
  }

  private static void damage(Path file, long offset) throws IOException {
    try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {1}), offset);
    }
  }
}
