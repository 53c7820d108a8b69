package org.strongroom.storage.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.SparseSource;
import org.strongroom.storage.driver.filesystem.LocalDisks;
import org.strongroom.storage.driver.filesystem.LocalTimeouts;
import org.strongroom.storage.driver.sftp.SftpDriver;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.RawDisk;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** Of raw files of hosts only what was written is read. */
class SparseDisksTest {
  private static final long GIB = 1L << 30;
  private static final int MIB = 1 << 20;
  private static final long SIZE = 10 * GIB;

  @TempDir Path directory;

  @Test
  void ofAFileOfThisMachineOnlyWhatWasWrittenIsRead() throws IOException {
    Path file = sparse(directory.resolve("disk.raw"));
    try (var disks = new LocalDisks(directory, LocalTimeouts.USUAL);
        HostDisk disk = disks.open(file.toRealPath().toString(), path -> true)) {
      assertOnlyWritten(disk);
      // Another file takes its name: what was opened is what is read, and asked of its holes.
      Files.move(file, directory.resolve("moved"));
      Files.writeString(file, "another one");
      assertOnlyWritten(disk);
    }
  }

  @Test
  void whatIsWrittenWhileAFileIsOpenIsNoHoleAnyMore() throws IOException {
    Path file = sparse(directory.resolve("disk.raw"));
    try (var disks = new LocalDisks(directory, LocalTimeouts.USUAL);
        HostDisk disk = disks.open(file.toRealPath().toString(), path -> true)) {
      var source = (SparseSource) disk.bytes();
      assertThat(source.stretch(5 * GIB, MIB).hole()).isTrue();
      try (var out = new RandomAccessFile(file.toFile(), "rw")) {
        write(out, 5 * GIB, 1);
      }
      assertThat(source.stretch(5 * GIB, MIB).hole()).isFalse();
    }
  }

  @Test
  void ofAFileOfAServerWithAShellOnlyWhatWasWrittenIsRead() throws IOException {
    try (OpenSshServer server = OpenSshServer.start()) {
      assertOnlyWritten(server, server.shellAccount());
      // Without a shell nothing is known of holes, and all is read.
      SftpLocation place = SftpLocation.of(server, server.confinedAccount());
      sparse(place.local().resolve("disk.raw"));
      try (SftpDriver driver = place.newDriver("");
          HostDisk disk = driver.disks().open(place.remote() + "/disk.raw", path -> true)) {
        assertThat(new RawDisk(disk.bytes(), SIZE).run(0, SIZE))
            .isEqualTo(new Disk.Run(false, SIZE));
      }
    }
  }

  private static void assertOnlyWritten(OpenSshServer server, SshAccount account)
      throws IOException {
    SftpLocation place = SftpLocation.of(server, account);
    sparse(place.local().resolve("it's a disk.raw"));
    try (SftpDriver driver = place.newDriver("");
        HostDisk disk = driver.disks().open(place.remote() + "/it's a disk.raw", path -> true)) {
      assertOnlyWritten(disk);
    }
  }

  /** 10 GiB, of which five mebibytes, some of them with small holes between, are written. */
  private static Path sparse(Path file) throws IOException {
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(SIZE);
      write(out, 3 * MIB, 2);
      write(out, 4 * GIB, 1);
      for (int i = 0; i < 4; i++) {
        write(out, 7 * GIB + i * (MIB / 4 + (32 << 10)), 1, MIB / 4);
      }
      write(out, SIZE - MIB, 1);
    }
    return file;
  }

  private static void write(RandomAccessFile out, long position, int mebibytes) throws IOException {
    write(out, position, mebibytes, MIB);
  }

  private static void write(RandomAccessFile out, long position, int times, int length)
      throws IOException {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) 'x');
    out.seek(position);
    for (int i = 0; i < times; i++) {
      out.write(bytes);
    }
  }

  private static void assertOnlyWritten(HostDisk disk) throws IOException {
    ByteSource bytes = disk.bytes();
    assertThat(bytes.size()).isEqualTo(SIZE);
    var raw = new RawDisk(bytes, SIZE);
    long told = 0;
    long written = 0;
    for (long at = 0; at < SIZE; ) {
      Disk.Run run = raw.run(at, SIZE - at);
      if (!run.zero()) {
        told += run.length();
        written += countOfX(raw, at, run.length());
      }
      at += run.length();
    }
    assertThat(written).isEqualTo(5L * MIB);
    assertThat(told).isBetween(written, written + MIB / 2);
    assertThat(raw.run(GIB, 100)).isEqualTo(new Disk.Run(true, 100));
  }

  private static long countOfX(RawDisk raw, long position, long length) throws IOException {
    var buffer = ByteBuffer.allocate((int) length);
    while (buffer.hasRemaining()) {
      raw.read(position + buffer.position(), buffer);
    }
    long count = 0;
    for (byte b : buffer.array()) {
      count += b == 'x' ? 1 : 0;
    }
    return count;
  }
}
