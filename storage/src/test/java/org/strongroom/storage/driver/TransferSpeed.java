package org.strongroom.storage.driver;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.TestDirectory;

/** Prints MiB/s of the driver beside those of scp, to the same server in the same run. */
final class TransferSpeed {
  private static final int MIB = 1 << 20;
  private static final int SIZE = 1024;
  private static final String WRITE_ID = "00112233445566778899aabbccddeeff";

  private TransferSpeed() {}

  public static void main(String[] arguments) throws Exception {
    Path work = TestDirectory.temporary("transfer-");
    byte[] piece = new byte[MIB];
    new java.util.Random(1).nextBytes(piece);
    Path file = work.resolve("file");
    try (var out = Files.newOutputStream(file)) {
      for (int i = 0; i < SIZE; i++) {
        out.write(piece);
      }
    }
    try (var server = OpenSshServer.start()) {
      SftpLocation location = SftpLocation.of(server, server.shellAccount());
      Path key = Files.writeString(work.resolve("key"), server.shellAccount().privateKey());
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
      try (var driver = location.newDriver()) {
        driver.connect();
        for (int round = 0; round < 4; round++) {
          report("put", () -> put(driver, piece));
          report("get", () -> get(driver));
          report(
              "digest", () -> driver.digest(StoragePath.of("f"), DigestAlgorithm.SHA256, _ -> {}));
          String remote = "strongroom-test@127.0.0.1:" + location.remote() + "/scp";
          report("scp put", () -> scp(server, key, file.toString(), remote));
          report("scp get", () -> scp(server, key, remote, work.resolve("back").toString()));
        }
      }
    } finally {
      new ProcessBuilder("rm", "-rf", work.toString()).start().waitFor();
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void report(String what, Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    System.out.printf("%-8s %6.0f MiB/s%n", what, SIZE / ((System.nanoTime() - start) / 1e9));
  }

  private static void put(StorageDriver driver, byte[] piece) throws Exception {
    try (var write = driver.create(StoragePath.of("f"), WRITE_ID, (long) SIZE * MIB)) {
      for (int i = 0; i < SIZE; i++) {
        write.write(piece, 0, MIB);
      }
      write.commit();
    }
  }

  private static void get(StorageDriver driver) throws Exception {
    try (InputStream in = driver.read(StoragePath.of("f"), 0)) {
      byte[] buffer = new byte[MIB];
      long total = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
      }
      if (total != (long) SIZE * MIB) {
        throw new IllegalStateException("got " + total);
      }
    }
  }

  private static void scp(OpenSshServer server, Path key, String from, String to) throws Exception {
    int status =
        new ProcessBuilder(
                "scp",
                "-q",
                "-P",
                "" + server.port(),
                "-i",
                key.toString(),
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR",
                from,
                to)
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new IllegalStateException("scp: " + status);
    }
  }
}
