package org.strongroom.storage.nbd.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.format.ChangedBlocks;
import org.strongroom.storage.format.QemuImg;
import org.strongroom.storage.source.guard.RefusedAddressException;
import org.strongroom.testing.CuttingProxy;
import org.strongroom.testing.NbdProcess;

/** Exports of real servers are read as the disks that they are. */
class NbdDiskTest {
  private static final long MIB = 1 << 20;

  @TempDir Path directory;

  @Test
  void aDiskOfQemuIsReadWithItsHoles() throws IOException {
    Path image = qcow2("write -P 7 1M 1M", "write -P 9 40M 64k", "write -z 1M 64k");
    try (NbdProcess server = NbdProcess.qemu(directory, "-r", "-f", "qcow2", image.toString());
        NbdDisk disk = Exports.open(server.url(""))) {
      disk.check();
      assertThat(disk.size()).isEqualTo(64 * MIB);
      assertThat(Exports.bytes(disk)).isEqualTo(raw(image));
      assertThat(Exports.data(disk))
          .containsExactly(List.of(MIB + 65_536, 2 * MIB), List.of(40 * MIB, 40 * MIB + 65_536));
      assertThat(disk.run(0, 5).length()).isEqualTo(5);
      assertThat(disk.read(disk.size(), ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(disk.changes()).isEmpty();
    }
  }

  @Test
  void changedBlocksComeFromAPersistentBitmap() throws IOException {
    Path image = qcow2("write -P 7 1M 1M");
    QemuImg.img("bitmap", "--add", "--enable", "-g", "64k", image, "since");
    QemuImg.io(image, "qcow2", "write -P 8 10M 64k", "write -P 9 63M 1M");
    try (NbdProcess server =
            NbdProcess.qemu(directory, "-r", "-f", "qcow2", "-B", "since", image.toString());
        NbdDisk disk = Exports.usual().open(NbdUrl.parse(server.url("")), Optional.of("since"))) {
      ChangedBlocks changes = disk.changes().orElseThrow();
      List<Long> found = new ArrayList<>();
      for (long at = 0; at < disk.size(); at += 65_536) {
        if (changes.changed(at, 65_536)) {
          found.add(at / 65_536);
        }
      }
      assertThat(found)
          .containsExactlyElementsOf(
              LongStream.concat(LongStream.of(160), LongStream.range(1008, 1024)).boxed().toList());
      assertThat(changes.changed(0, disk.size())).isTrue();
      assertThat(changes.changed(0, 10 * MIB)).isFalse();
      assertThat(changes.changed(0, 10 * MIB + 1)).isTrue();
      assertThat(Exports.data(disk)).first().isEqualTo(List.of(MIB, 2 * MIB));
      try (NbdDisk other =
          Exports.usual().open(NbdUrl.parse(server.url("")), Optional.of("another"))) {
        assertThat(other.changes()).isEmpty();
        assertThat(Exports.bytes(other, MIB, 2)).containsExactly(7, 7);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--filter=blocksize-policy blocksize-minimum=4096 blocksize-maximum=64k"
            + " blocksize-error-policy=error",
        "--no-sr",
        "--filter=noextents",
        "--filter=nofilter",
      })
  void readsOfAnyPlaceAndLengthAreRight(String filter) throws IOException {
    List<String> words = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    for (String word : filter.split(" ")) {
      (word.startsWith("--") ? words : settings).add(word);
    }
    words.addAll(List.of("pattern", "8M"));
    words.addAll(settings);
    var random = new Random(7);
    try (NbdProcess server = NbdProcess.nbdkit(directory, words.toArray(String[]::new));
        NbdDisk disk = Exports.open(server.url(""))) {
      for (int i = 0; i < 60; i++) {
        int from = random.nextInt((int) disk.size());
        int count = 1 + random.nextInt((int) Math.min(disk.size() - from, 5 * MIB));
        assertThat(Exports.bytes(disk, from, count)).isEqualTo(pattern(from, count));
      }
      assertThat(Exports.data(disk)).containsExactly(List.of(0L, 8 * MIB));
    }
  }

  @Test
  void severalThreadsReadOneDisk() throws Exception {
    try (NbdProcess server =
            NbdProcess.nbdkit(directory, "--filter=delay", "pattern", "8M", "rdelay=5ms");
        NbdDisk disk = Exports.open(server.url(""));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<byte[]>> reads = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        int from = i * 100_000;
        reads.add(() -> Exports.bytes(disk, from, 100_000));
      }
      List<Future<byte[]>> results = threads.invokeAll(reads);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo(pattern(i * 100_000, 100_000));
      }
    }
  }

  @Test
  void anErrorIsToldWithItsPlaceAndName() throws IOException {
    try (NbdProcess server =
            NbdProcess.nbdkit(
                directory,
                "--filter=error",
                "pattern",
                "4M",
                "error-pread=EIO",
                "error-pread-rate=100%");
        NbdDisk disk = Exports.open(server.url(""))) {
      assertThatThrownBy(() -> Exports.bytes(disk, MIB, 4096))
          .isInstanceOf(NbdRefusedException.class)
          .hasMessageContaining("a read of 4096 bytes at offset 1048576 failed with EIO");
    }
  }

  @Test
  void aServerWhoseStatusFailsIsReadWhole() throws IOException {
    try (NbdProcess server =
            NbdProcess.nbdkit(
                directory,
                "--filter=error",
                "memory",
                "4M",
                "error-extents=EIO",
                "error-extents-rate=100%");
        NbdDisk disk = Exports.open(server.url(""))) {
      assertThat(Exports.data(disk)).containsExactly(List.of(0L, 4 * MIB));
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUp() throws IOException {
    try (NbdProcess server =
            NbdProcess.nbdkit(directory, "--filter=delay", "pattern", "4M", "rdelay=60");
        NbdDisk disk =
            Exports.impatient(Duration.ofSeconds(20), Duration.ofMillis(300))
                .open(NbdUrl.parse(server.url("")))) {
      assertThatThrownBy(() -> Exports.bytes(disk, 0, 512))
          .hasMessageContaining("no answer within")
          .hasMessageContaining("offset 0");
    }
  }

  @Test
  void readsGoOnWhenTheLineBreaks() throws IOException {
    Path file = Files.write(directory.resolve("pattern"), pattern(0, (int) (8 * MIB)));
    // nbdkit 1.32 ends now and then when a line breaks
    try (NbdProcess server = NbdProcess.qemuTcp(directory, "--format=raw", file.toString());
        CuttingProxy proxy = CuttingProxy.to(server.endpoint());
        NbdDisk disk = Exports.open("nbd://127.0.0.1:" + proxy.endpoint().getPort() + "/")) {
      for (int round = 0; round < 3; round++) {
        proxy.cut(1, 3 * MIB); // more at once could be as many as a read is tried again
        assertThat(Exports.bytes(disk)).isEqualTo(pattern(0, (int) (8 * MIB)));
      }
      assertThat(proxy.cuts()).isEqualTo(3);
      proxy.cut(1000, 4096);
      assertThatThrownBy(() -> Exports.bytes(disk)).hasMessageContaining("broke");
    }
  }

  @Test
  void aServerThatWasStartedAnewIsReadOn() throws IOException {
    NbdProcess first = NbdProcess.nbdkitTcp(directory, "pattern", "4M");
    URI endpoint = first.endpoint();
    try (NbdDisk disk = Exports.open(first.url(""))) {
      assertThat(Exports.bytes(disk, 0, 4096)).isEqualTo(pattern(0, 4096));
      first.close();
      try (NbdProcess second =
          NbdProcess.nbdkitTcp(directory, endpoint.getPort(), "pattern", "4M")) {
        assertThat(Exports.bytes(disk, 4096, 4096)).isEqualTo(pattern(4096, 4096));
        second.close();
        try (NbdProcess other =
            NbdProcess.nbdkitTcp(directory, endpoint.getPort(), "pattern", "5M")) {
          assertThatThrownBy(() -> Exports.bytes(disk, 0, 4096))
              .hasMessageContaining("another one since the connection broke")
              .hasMessageContaining("had 4194304 bytes, and has 5242880");
          assertThat(other.endpoint()).isEqualTo(endpoint);
        }
      }
    }
  }

  @Test
  void anUnknownExportIsToldAsThat() throws IOException {
    Path image = qcow2();
    try (NbdProcess server =
        NbdProcess.qemu(directory, "-r", "-f", "qcow2", "-x", "one", image.toString())) {
      assertThatThrownBy(() -> Exports.open(server.url("two")))
          .isInstanceOf(NbdRefusedException.class)
          .hasMessageContaining("the export 'two' is refused: it has no such export");
      try (NbdDisk disk = Exports.open(server.url("one"))) {
        assertThat(disk.size()).isEqualTo(64 * MIB);
      }
    }
  }

  @Test
  void theOldStyleIsRefusedClearly() {
    try (NbdProcess server = NbdProcess.nbdkit(directory, "--oldstyle", "memory", "1M")) {
      assertThatThrownBy(() -> Exports.open(server.url("")))
          .hasMessageContaining("only the old style");
    }
  }

  @Test
  void refusedAddressesAndSocketsAreNotConnectedTo() {
    var exports =
        new NbdExports(
            new org.strongroom.storage.source.guard.AddressGuard(List.of()),
            LocalSockets.NONE,
            Tls.systemTrust(),
            NbdTimeouts.DEFAULT);
    assertThatThrownBy(() -> exports.open(NbdUrl.parse("nbd://127.0.0.1:1/")))
        .isInstanceOf(RefusedAddressException.class)
        .hasMessageContaining("image.url.allow");
    assertThatThrownBy(() -> exports.open(NbdUrl.parse("nbd+unix:///?socket=/run/s")))
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> Exports.open("nbd+unix:///?socket=" + directory + "/none"))
        .isInstanceOf(IOException.class);
  }

  /** What nbdkit's pattern plugin has: each 8 bytes are their own offset. */
  private static byte[] pattern(long from, int count) {
    long first = from - from % 8;
    ByteBuffer all = ByteBuffer.allocate((int) (count + from - first + 8));
    for (long at = first; all.remaining() >= 8; at += 8) {
      all.putLong(at);
    }
    int start = (int) (from - first);
    return Arrays.copyOfRange(all.array(), start, start + count);
  }

  private Path qcow2(String... commands) throws IOException {
    Path image = Files.createTempFile(directory, "disk", ".qcow2");
    QemuImg.img("create", "-q", "-f", "qcow2", image, "64M");
    if (commands.length > 0) {
      QemuImg.io(image, "qcow2", commands);
    }
    return image;
  }

  private byte[] raw(Path image) throws IOException {
    Path raw = directory.resolve("raw");
    QemuImg.img("convert", "-O", "raw", image, raw);
    return Files.readAllBytes(raw);
  }
}
